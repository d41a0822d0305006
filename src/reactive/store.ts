import type { PublicView } from "../contract/view.ts";
import type { Json } from "../expression/expression.ts";
import type { Progress } from "./ports.ts";

/** What a page keeps: everything that no expression gives. The cells are worked out from it and from nothing else. */
export type Store = {
  readonly state: Map<string, Json>;
  readonly query: Map<string, string>;
  /** By the path of a property: what a person or an action made of it. */
  readonly held: Map<string, Held>;
  readonly calls: ReadonlyMap<string, CallRecord>;
};

/** It stands as long as what it was put over is the same: what the document said, and what the property resets with. */
export type Held = { readonly value: Json; readonly over: readonly Json[] };

/** What is known about a call. A `key` tells one asking from another: by its values and how often it was refreshed. */
export type CallRecord = {
  refreshes: number;
  /** What an action asked for last. */
  asked: Asked | null;
  /** The end of the last run that ended while it was wanted. */
  answered: { readonly key: string; readonly error: string | null; readonly runId: string | null } | null;
  /** The last answer that was no error. */
  kept: { readonly data: Json } | null;
  running: { readonly runId: string | null; readonly progress: Progress | null } | null;
};

export type Asked = { readonly key: string; readonly values: Record<string, Json> };

export function newRecord(): CallRecord {
  return { refreshes: 0, asked: null, answered: null, kept: null, running: null };
}

/** The query parameters that came with the address stand over the defaults; what the view does not declare is left out. */
export function newStore(view: PublicView, query: Readonly<Record<string, string>>): Store {
  const parameter = ([name, absent]: [string, string]) =>
    [name, Object.hasOwn(query, name) ? (query[name] ?? absent) : absent] as const;
  return {
    state: new Map(Object.entries(view.state)),
    query: new Map(Object.entries(view.query).map(parameter)),
    held: new Map(),
    calls: new Map(Object.keys(view.calls).map((name) => [name, newRecord()])),
  };
}
