import { Glyph } from "../../parts/glyph.tsx";
import type { Rows } from "./use-rows.ts";

/** How many rows there are, what is not shown, and the way to the other pages. */
export function TableFoot({
  shown,
  notes,
  onPage,
}: {
  shown: Rows;
  notes: readonly string[];
  onPage: (page: number) => void;
}) {
  const { page, pages } = shown.paging;
  return (
    <div className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-t border-border px-3 py-1 text-xs text-muted">
      <div className="min-w-0 flex-1 basis-32 wrap-anywhere">
        <span role="status" className="tabular-nums">
          {countWords(shown)}
        </span>
        {notes.map((note) => (
          <span key={note} className="block text-warning">
            {note}
          </span>
        ))}
      </div>
      {pages > 1 && (
        <div className="flex items-center gap-0.5">
          <Turn to={1} label="First page" glyph="first" isOff={page === 1} onPage={onPage} />
          <Turn to={page - 1} label="Previous page" glyph="previous" isOff={page === 1} onPage={onPage} />
          <span className="px-1.5 whitespace-nowrap tabular-nums">
            {words(page)} of {words(pages)}
          </span>
          <Turn to={page + 1} label="Next page" glyph="next" isOff={page === pages} onPage={onPage} />
          <Turn to={pages} label="Last page" glyph="last" isOff={page === pages} onPage={onPage} />
        </div>
      )}
    </div>
  );
}

type TurnProps = {
  to: number;
  label: string;
  glyph: "first" | "previous" | "next" | "last";
  isOff: boolean;
  onPage: (page: number) => void;
};

/** It keeps the focus when there is no further page, so it is not disabled. */
function Turn({ to, label, glyph, isOff, onPage }: TurnProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-disabled={isOff}
      onClick={() => !isOff && onPage(to)}
      className="flex size-7 items-center justify-center rounded-md text-text hover:bg-surface-2 aria-disabled:cursor-default aria-disabled:text-border-strong aria-disabled:hover:bg-transparent"
    >
      <Glyph name={glyph} />
    </button>
  );
}

const words = (count: number) => count.toLocaleString("en");

function countWords({ rows, count, paging, isRemote, isNarrowed }: Rows): string {
  const range = paging.pages > 1 ? `${words(paging.from)}–${words(paging.to)} of ` : "";
  const unit = count === 1 && (isRemote || !isNarrowed) ? "row" : "rows";
  if (isRemote || !isNarrowed) return `${range}${words(count)} ${unit}`;
  return range === ""
    ? `${words(count)} of ${words(rows.length)} rows`
    : `${range}${words(count)} rows, from ${words(rows.length)}`;
}
