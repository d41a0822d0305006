import type { ViewDraft } from "../../../contract/view.ts";
import { type Container, childrenOf, isContainer } from "../document/family.ts";
import type { Named } from "../document/names.ts";

/** The tree of a view as rows, from above: what is there and how deep it stands. */

export type Section = "components" | "calls" | "states" | "query";

export type Row = {
  readonly key: string;
  readonly level: number;
  /** Null: nothing can stand in it. */
  readonly isOpen: boolean | null;
  readonly position: number;
  readonly count: number;
} & (
  | { readonly type: "section"; readonly section: Section }
  /** `path` is how expressions name it: `list`, `calls.find`. */
  | { readonly type: "named"; readonly named: Named; readonly name: string; readonly path: string }
);

export const sectionWords: Readonly<Record<Section, string>> = {
  components: "Components",
  calls: "Calls",
  states: "States",
  query: "Query parameters",
};

export function rowsOf(draft: ViewDraft, closed: ReadonlySet<string>): Row[] {
  const sections: [Section, () => Row[]][] = [
    ["components", () => componentRows(draft, null, 2, closed)],
    ["calls", () => nameRows("call", "calls", Object.keys(draft.calls))],
    ["states", () => nameRows("state", "state", Object.keys(draft.state))],
    ["query", () => nameRows("query", "query", Object.keys(draft.query))],
  ];
  return sections.flatMap(([section, rows], at): Row[] => {
    const key = `section ${section}`;
    const isOpen = !closed.has(key);
    const own: Row = { type: "section", key, section, level: 1, isOpen, position: at + 1, count: sections.length };
    return [own, ...(isOpen ? rows() : [])];
  });
}

function componentRows(draft: ViewDraft, container: Container, level: number, closed: ReadonlySet<string>): Row[] {
  const children = childrenOf(draft.components, container);
  return children.flatMap((component, at): Row[] => {
    const { id } = component;
    const isOpen = isContainer(component) ? !closed.has(id) : null;
    const row: Row = {
      type: "named",
      named: "component",
      name: id,
      path: id,
      key: id,
      level,
      isOpen,
      position: at + 1,
      count: children.length,
    };
    // A circle is refused when it is saved; here it must not be walked forever.
    return [row, ...(isOpen && level < 9 ? componentRows(draft, id, level + 1, closed) : [])];
  });
}

function nameRows(named: Named, root: string, names: readonly string[]): Row[] {
  return names.map((name, at) => ({
    type: "named",
    named,
    name,
    path: `${root}.${name}`,
    key: `${root}.${name}`,
    level: 2,
    isOpen: null,
    position: at + 1,
    count: names.length,
  }));
}

/** The row that a row stands in. */
export function outerRow(rows: readonly Row[], at: number): Row | undefined {
  const level = rows[at]?.level ?? 1;
  return rows.slice(0, at).findLast((row) => row.level < level);
}
