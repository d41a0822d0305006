import * as fc from "fast-check";
import type { View } from "../../src/contract/view.ts";
import { viewOf } from "./world.ts";

/** Views of any shape whose values do not go in a circle: each reads only what was made before it. */

type Slot =
  | { kind: "state" }
  | { kind: "input"; says: Says }
  | { kind: "text"; says: Says }
  | { kind: "table"; from: number; keyed: boolean }
  | { kind: "call"; values: Says[]; when: Says | null; debounce: number }
  | { kind: "asked"; value: Says };

/** An expression, with places of the names that were made before it. */
type Says = { shape: number; names: number[] };

const shapes: ((a: string, b: string, c: string) => string)[] = [
  () => "fixed",
  (a) => `{{ ${a} }}`,
  (a, b) => `${"{{"} ${a} }}-{{ ${b} }}`,
  (a, b) => `{{ [${a}, ${b}].map(x => x === null ? 0 : x) }}`,
  (a, b, c) => `{{ ${a} ? ${b} : ${c} }}`,
  // Two objects that are made apart are never `==`, so what they hold is compared.
  (a, b) => `{{ JSON.stringify(${a}) == JSON.stringify(${b}) }}`,
  (a) => `{{ ${a}.text }}`,
  (a) => `{{ ${a}?.text }}`,
  (a, b) => `{{ JSON.stringify({a: ${a}, b: ${b}}).length }}`,
];

const says: fc.Arbitrary<Says> = fc.record({
  shape: fc.nat({ max: shapes.length - 1 }),
  names: fc.array(fc.nat({ max: 99 }), { minLength: 3, maxLength: 3 }),
});

const slot: fc.Arbitrary<Slot> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Slot>({ kind: "state" }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("input" as const), says }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("text" as const), says }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("table" as const), from: fc.nat({ max: 99 }), keyed: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("call" as const),
      values: fc.array(says, { maxLength: 2 }),
      when: fc.option(says, { freq: 4 }),
      debounce: fc.constantFrom(0, 0, 100, 250),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("asked" as const), value: says }) },
);

/** A view, and in the order in which they were made the properties and states that can be set. */
export type Document = { view: View; settable: string[]; bindings: string[]; buttons: string[] };

export const anyDocument: fc.Arbitrary<Document> = fc.array(slot, { minLength: 2, maxLength: 14 }).map(documentOf);

function documentOf(slots: readonly Slot[]): Document {
  const known = ["state.first"];
  const calls: Record<string, object> = {};
  const components: object[] = [];
  const state: Record<string, number> = { first: 1 };
  const settable = ["state.first"];
  const [bindings, buttons]: [string[], string[]] = [[], []];
  const write = ({ shape, names }: Says) => {
    const [a = "", b = "", c = ""] = names.map((name) => known[name % known.length] ?? "");
    return shapes[shape]?.(a, b, c) ?? "";
  };
  for (const [place, slot] of slots.entries()) {
    const id = `${slot.kind}${place}`;
    if (slot.kind === "state") {
      state[id] = place;
      settable.push(`state.${id}`);
      known.push(`state.${id}`);
    } else if (slot.kind === "input") {
      components.push({ id, kind: "text_input", properties: { value: write(slot.says) } });
      settable.push(`${id}.value`);
      known.push(`${id}.value`);
    } else if (slot.kind === "text") {
      components.push({ id, kind: "json_viewer", properties: { data: write(slot.says) } });
      known.push(`${id}.data`);
    } else if (slot.kind === "table") {
      const rows =
        bindings.length > 0 ? `{{ calls.${bindings[slot.from % bindings.length]}.data.rows }}` : [{ id: 1, text: "a" }];
      components.push({ id, kind: "table", properties: { data: rows, ...(slot.keyed ? { row_key: "id" } : {}) } });
      settable.push(`${id}.search`, `${id}.page`, `${id}.selected`);
      known.push(`${id}.selected_row`, `${id}.page`, `${id}.search`);
    } else if (slot.kind === "call") {
      const values = Object.fromEntries(slot.values.map((value, n) => [`v${n}`, { from: write(value) }]));
      const when = slot.when === null ? {} : { only_when: write({ ...slot.when, shape: 5 }) };
      calls[id] = { values, debounce_ms: slot.debounce, ...when };
      bindings.push(id);
      known.push(`calls.${id}.data`, `calls.${id}.loading`, `calls.${id}.error`, `calls.${id}.stale`);
    } else {
      calls[id] = { trigger: "event", values: { v: { from: write(slot.value) } } };
      components.push({ id: `button${place}`, kind: "button", events: { click: [{ action: "run_call", call: id }] } });
      buttons.push(`button${place}`);
      known.push(`calls.${id}.data`, `calls.${id}.loading`);
    }
  }
  return { view: viewOf({ state, calls, components }), settable, bindings, buttons };
}
