import { Glyph } from "../../parts/glyph.tsx";

type ToolsProps = {
  readonly name: string;
  /** null: there is no field to search in. */
  readonly search: string | null;
  readonly onSearch: (text: string) => void;
  readonly isFiltering: boolean;
  /** How many columns are filtered. */
  readonly filters: number;
  readonly onFiltering: (isFiltering: boolean) => void;
};

/** The field to search in, and what shows the fields to filter by. */
export function TableTools({ name, search, onSearch, isFiltering, filters, onFiltering }: ToolsProps) {
  return (
    <div className="ml-auto flex min-w-0 flex-1 basis-40 items-center justify-end gap-1.5">
      {search !== null && (
        <label className="relative min-w-0 flex-1 sm:max-w-60">
          <span className="sr-only">Search {name}</span>
          <Glyph name="search" className="pointer-events-none absolute top-1/2 left-2 -translate-y-1/2 text-muted" />
          <input
            type="search"
            value={search}
            onChange={(event) => onSearch(event.currentTarget.value)}
            placeholder="Search"
            className="h-8 w-full min-w-0 rounded-md border border-border-strong/45 bg-surface pr-2 pl-7.5 text-sm"
          />
        </label>
      )}
      <button
        type="button"
        aria-pressed={isFiltering}
        onClick={() => onFiltering(!isFiltering)}
        title="Filter columns"
        className="flex h-8 shrink-0 items-center gap-1 rounded-md border border-border-strong/45 bg-surface px-2 text-xs hover:bg-surface-2 aria-pressed:border-accent aria-pressed:bg-accent-soft"
      >
        <Glyph name="filter" />
        <span className="sr-only">Filter columns</span>
        {filters > 0 && <span className="tabular-nums">{filters}</span>}
      </button>
    </div>
  );
}
