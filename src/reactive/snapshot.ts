import type { PublicView } from "../contract/view.ts";
import type { Json } from "../expression/expression.ts";
import { lookUp, type NameTree } from "./names.ts";
import type { Read } from "./reading.ts";
import type { CallRecord, Store } from "./store.ts";

/** A property or a call's value whose expression gives nothing. */
export type Failing = { readonly path: string; readonly error: string };

/** Everything a page holds at a moment. */
export type Snapshot = {
  /** As expressions read it: `{search: {value}, state: {...}, query: {...}, calls: {...}}`. */
  readonly values: Record<string, Json>;
  /** Those that only wait for an answer are not among them. */
  readonly failing: readonly Failing[];
  /** What a page of the same document, or of a changed one, can begin with. It is JSON. */
  readonly kept: Kept;
};

export type Kept = {
  readonly state: Record<string, Json>;
  readonly query: Record<string, string>;
  readonly held: Record<string, Json>;
  readonly calls: Record<string, Pick<CallRecord, "refreshes" | "asked" | "answered" | "kept">>;
};

export function keptOf(store: Store): Kept {
  return {
    state: Object.fromEntries(store.state),
    query: Object.fromEntries(store.query),
    held: Object.fromEntries([...store.held].map(([path, { value }]) => [path, value])),
    calls: Object.fromEntries(
      [...store.calls].map(([name, { refreshes, asked, answered, kept }]) => [
        name,
        { refreshes, asked, answered, kept },
      ]),
    ),
  };
}

/** Puts back what was kept, as far as the view still declares it; `held` comes later, over the values that follow. */
export function restore(store: Store, kept: Kept, view: PublicView): void {
  for (const name of Object.keys(view.state))
    if (Object.hasOwn(kept.state, name)) store.state.set(name, kept.state[name] ?? null);
  for (const name of Object.keys(view.query))
    if (Object.hasOwn(kept.query, name)) store.query.set(name, kept.query[name] ?? "");
  for (const [name, record] of store.calls) {
    if (!Object.hasOwn(kept.calls, name)) continue;
    Object.assign(record, kept.calls[name]);
    const isOver = record.asked === null || record.answered?.key === record.asked.key;
    if (!isOver) record.asked = null;
  }
}

export function snapshotOf(names: NameTree, paths: Iterable<string>, read: Read, kept: Kept): Snapshot {
  const values: Record<string, Json> = {};
  for (const { keys, path } of lookUp(names, []) as { keys: readonly string[]; path: string }[]) {
    let at = values;
    for (const key of keys.slice(0, -1)) {
      if (!Object.hasOwn(at, key)) at[key] = {};
      at = at[key] as Record<string, Json>;
    }
    at[keys.at(-1) as string] = read(path).value;
  }
  const failing = [...paths].flatMap((path) => {
    const { error, loading } = read(path);
    return error === null || loading || path.endsWith(".aim") ? [] : [{ path, error }];
  });
  return { values, failing, kept };
}
