import { componentKinds, type KindName } from "../contract/component-kinds.ts";
import type { Component, PublicView } from "../contract/view.ts";
import { viewLimits } from "../contract/view-limits.ts";
import type { Json } from "../expression/expression.ts";
import type { Cell } from "./cells.ts";
import { isSame, type Read } from "./reading.ts";

/** What components work out from their properties, as `componentKinds` lists it under `exposes`. */

/** Reads a property of the component. */
type Own = (property: string) => Json;

type Exposing = { readonly reads: readonly string[]; readonly work: (own: Own) => Json };

function isEmpty(value: Json): boolean {
  return value === null || value === "" || value === false || (Array.isArray(value) && value.length === 0);
}

function validity(reads: readonly string[], isKept: (own: Own) => boolean): Exposing {
  return {
    reads: ["value", "required", ...reads],
    work: (own) => (isEmpty(own("value")) ? own("required") !== true : isKept(own)),
  };
}

/** Whether a value lies between two that may be absent. */
function isWithin(value: Json, least: Json, most: Json): boolean {
  const isAbove = isEmpty(least) || (value as number) >= (least as number);
  return isAbove && (isEmpty(most) || (value as number) <= (most as number));
}

const isBetween = (own: Own) => isWithin(own("value"), own("min"), own("max"));

function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function isSmallEnough(own: Own): boolean {
  const bytes = memberOf(own("value"), "bytes");
  return typeof bytes === "number" && bytes <= Math.min(own("max_bytes") as number, viewLimits.uploadBytes);
}

function optionOf(own: Own): Json {
  const options = own("options") as Json[];
  const choiceOf = (option: Json) => {
    const value = memberOf(option, "value");
    return value === undefined ? option : value;
  };
  const find = (value: Json) => options.find((option) => isSame(choiceOf(option), value)) ?? null;
  const value = own("value");
  return own("multiple") === true && Array.isArray(value) ? value.map(find) : find(value);
}

function selectedRow(own: Own): Json {
  const rows = own("data") as Json[];
  const selected = own("selected");
  const key = own("row_key") as string;
  if (selected === null) return null;
  if (key !== "") return rows.find((row) => isSame(memberOf(row, key), selected)) ?? null;
  return typeof selected === "number" ? (rows[selected] ?? null) : null;
}

const exposing: Partial<Record<KindName, Record<string, Exposing>>> = {
  text_input: {
    is_valid: validity(["max_length"], (own) => (own("value") as string).length <= (own("max_length") as number)),
  },
  number: { is_valid: validity(["min", "max"], isBetween) },
  select: {
    is_valid: validity([], () => true),
    option: { reads: ["options", "value", "multiple"], work: optionOf },
  },
  checkbox: { is_valid: validity([], () => true) },
  date: { is_valid: validity(["min", "max"], isBetween) },
  file_upload: { is_valid: validity(["max_bytes"], isSmallEnough) },
  table: { selected_row: { reads: ["data", "selected", "row_key"], work: selectedRow } },
};

function cellOf(path: string, reads: readonly string[], work: (read: Read) => Json): Cell {
  return {
    path,
    reads,
    work: (read) => ({ value: work(read), error: null, loading: reads.some((each) => read(each).loading) }),
  };
}

/** The inputs whose nearest form is this one. */
function inputsOf(form: Component, components: ReadonlyMap<string, Component>): Component[] {
  const isInside = (component: Component) => {
    let above = components.get(component.parent ?? "");
    for (let level = 0; above !== undefined && above.kind !== "form" && level < components.size; level += 1)
      above = components.get(above.parent ?? "");
    return above === form;
  };
  return [...components.values()]
    .filter(({ kind }) => "is_valid" in componentKinds[kind].exposes && kind !== "form")
    .filter(isInside);
}

function formCells(form: Component, inputs: readonly Component[]): Cell[] {
  const reads = inputs.map(({ id }) => `${id}.value`);
  const validityReads = inputs.flatMap(({ id }) => [`${id}.is_valid`, `${id}.hidden`]);
  return [
    cellOf(`${form.id}.values`, reads, (read) =>
      Object.fromEntries(inputs.map(({ id }) => [id, read(`${id}.value`).value])),
    ),
    cellOf(`${form.id}.is_valid`, validityReads, (read) =>
      inputs.every(({ id }) => read(`${id}.hidden`).value === true || read(`${id}.is_valid`).value === true),
    ),
  ];
}

export function exposedCells(view: PublicView): Cell[] {
  const components = new Map(view.components.map((component) => [component.id, component]));
  return [...components.values()].flatMap((component) => {
    const { id, kind } = component;
    if (kind === "form") return formCells(component, inputsOf(component, components));
    return Object.entries(exposing[kind] ?? {}).map(([name, { reads, work }]) => {
      const paths = reads.map((property) => `${id}.${property}`);
      return cellOf(`${id}.${name}`, paths, (read) => work((property) => read(`${id}.${property}`).value));
    });
  });
}
