import { Glyph } from "../../parts/glyph.tsx";
import type { Column } from "./columns.ts";
import type { Sort } from "./rows.ts";

type HeadProps = {
  readonly columns: readonly Column[];
  readonly sort: Sort | null;
  readonly onSort: (column: string) => void;
  /** What is filtered by, by column; null: the fields for it are not shown. */
  readonly filters: ReadonlyMap<string, string> | null;
  readonly onFilter: (column: string, text: string) => void;
};

/** The names of the columns, which sort, and below them the fields that filter. */
export function TableHead({ columns, sort, onSort, filters, onFilter }: HeadProps) {
  return (
    <thead className="sticky top-0 z-10">
      <tr aria-rowindex={1}>
        {columns.map((column) => (
          <Heading key={column.key} column={column} sort={sort?.column === column.key ? sort : null} onSort={onSort} />
        ))}
      </tr>
      {filters && (
        <tr>
          {columns.map(({ key, label }) => (
            <td key={key} className="border-b border-border bg-surface-2 px-1.5 pb-1.5">
              <input
                type="text"
                value={filters.get(key) ?? ""}
                onChange={(event) => onFilter(key, event.currentTarget.value)}
                aria-label={`Filter ${label}`}
                placeholder="Filter"
                className="h-7 w-full min-w-20 rounded-md border border-border-strong/45 bg-surface px-1.5 text-xs"
              />
            </td>
          ))}
        </tr>
      )}
    </thead>
  );
}

type HeadingProps = { column: Column; sort: Sort | null; onSort: (column: string) => void };

function Heading({ column: { key, label, isNumeric }, sort, onSort }: HeadingProps) {
  const order = sort === null ? "none" : sort.descending ? "descending" : "ascending";
  const arrow = sort === null ? "both" : sort.descending ? "down" : "up";
  return (
    <th scope="col" aria-sort={order} className="border-b border-border bg-surface-2 p-0 text-left font-medium">
      <button
        type="button"
        onClick={() => onSort(key)}
        title={label}
        className={`group flex h-8 w-full items-center gap-1 px-3 text-xs whitespace-nowrap outline-offset-[-2px] hover:text-text ${
          sort ? "text-text" : "text-muted"
        } ${isNumeric ? "flex-row-reverse" : ""}`}
      >
        <span className="max-w-60 truncate">{label}</span>
        <Glyph
          name={arrow}
          className={sort ? "text-accent" : "opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"}
        />
      </button>
    </th>
  );
}
