import { propertiesOf } from "../../src/contract/component-kinds.ts";
import type { Component, View } from "../../src/contract/view.ts";
import {
  dependencies,
  ExpressionError,
  evaluate,
  type Json,
  parseCondition,
  parseValue,
} from "../../src/expression/expression.ts";
import type { Kept, Reading } from "../../src/reactive/reactive.ts";

/**
 * What every value of a page has to be, worked out afresh by following each expression down to what the page keeps: no
 * order, nothing remembered, nothing shared with the engine but the language of expressions.
 */
export function oracle(view: View, kept: Kept): (path: string) => Reading {
  const sure = (value: Json): Reading => ({ value, error: null, loading: false });

  const work = (template: ReturnType<typeof parseValue>): Reading => {
    const scope: Record<string, Record<string, unknown>> = {};
    let loading = false;
    for (const keys of dependencies(template)) {
      const depth = keys[0] === "calls" ? 3 : 2;
      const reading = value(keys.slice(0, depth).join("."));
      loading ||= reading.loading;
      let at: Record<string, unknown> = scope;
      for (const key of keys.slice(0, depth - 1)) {
        at[key] ??= {};
        at = at[key] as Record<string, unknown>;
      }
      at[keys[depth - 1] as string] = reading.value;
    }
    try {
      return { value: evaluate(template, scope), error: null, loading };
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      return { value: null, error: error.message, loading };
    }
  };

  const property = (component: Component, name: string): Reading => {
    const path = `${component.id}.${name}`;
    if (Object.hasOwn(kept.held, path)) return sure(kept.held[path] as Json);
    const { type, default: absent } = propertiesOf(component.kind)[name] as { type: string; default: Json };
    const reading = work(parseValue((component.properties[name] ?? null) as Json));
    if (reading.value === null) return { ...reading, value: absent };
    if (type === "text" && typeof reading.value === "object")
      return { ...reading, value: absent, error: reading.error ?? "unfit" };
    if (type === "text") return { ...reading, value: `${reading.value}` };
    if (type === "list" && !Array.isArray(reading.value))
      return { ...reading, value: absent, error: reading.error ?? "unfit" };
    return reading;
  };

  const aim = (name: string): Reading => {
    const call = view.calls[name] as View["calls"][string];
    const record = kept.calls[name] as Kept["calls"][string];
    if (call.trigger === "event") return sure(record.asked === null ? null : record.asked.key);
    if (call.only_when !== undefined) {
      const when = work(parseCondition(call.only_when));
      if (when.loading) return { value: null, error: null, loading: true };
      if (when.error !== null) return { ...when, value: null };
      if (!when.value) return sure(null);
    }
    const values = Object.entries(call.values).map(
      ([each, { from }]) => [each, work(parseValue((from ?? null) as Json))] as const,
    );
    if (values.some(([, { loading }]) => loading)) return { value: null, error: null, loading: true };
    const wrong = values.find(([, { error }]) => error !== null);
    if (wrong) return { value: null, error: `${wrong[0]}: ${wrong[1].error}`, loading: false };
    const sent = Object.fromEntries(values.map(([each, reading]) => [each, reading.value]));
    return sure(`${record.refreshes}:${JSON.stringify(sent)}`);
  };

  const call = (name: string, member: string): Reading => {
    const { value: key, error, loading: waits } = aim(name);
    const { answered, kept: last } = kept.calls[name] as Kept["calls"][string];
    const isOff = key === null && error === null && !waits;
    const isAnswered = key !== null && answered?.key === key;
    const loading = waits || (!isOff && error === null && !isAnswered);
    if (member === "data") return { value: isOff ? null : (last?.data ?? null), error: null, loading };
    if (member === "loading") return sure(loading);
    if (member === "error") return sure(error ?? (isAnswered ? (answered?.error ?? null) : null));
    return sure(!isOff && last !== null && !(isAnswered && answered?.error === null));
  };

  const exposed = (component: Component): Reading => {
    const [data, selected, key] = ["data", "selected", "row_key"].map((name) => property(component, name)) as [
      Reading,
      Reading,
      Reading,
    ];
    const rows = data.value as { id: Json }[];
    const row = key.value === "" ? rows[selected.value as number] : rows.find(({ id }) => id === selected.value);
    const loading = data.loading || selected.loading;
    return { value: selected.value === null ? null : ((row ?? null) as Json), error: null, loading };
  };

  const value = (path: string): Reading => {
    const [root = "", name = "", member = ""] = path.split(".");
    if (root === "state") return sure(kept.state[name] ?? null);
    if (root === "calls") return call(name, member);
    const component = view.components.find(({ id }) => id === root) as Component;
    return name === "selected_row" ? exposed(component) : property(component, name);
  };
  return value;
}

/** The paths whose values the oracle knows. */
export function pathsOf(view: View): string[] {
  const shown: Record<string, string[]> = {
    table: ["data", "search", "page", "selected", "selected_row"],
    text_input: ["value", "label"],
    json_viewer: ["data"],
  };
  return [
    ...Object.keys(view.state).map((name) => `state.${name}`),
    ...Object.keys(view.calls).flatMap((name) =>
      ["data", "error", "loading", "stale"].map((member) => `calls.${name}.${member}`),
    ),
    ...view.components.flatMap(({ id, kind }) => (shown[kind] ?? []).map((name) => `${id}.${name}`)),
  ];
}
