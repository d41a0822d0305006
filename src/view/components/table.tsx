import { useCallback, useMemo, useRef, useState } from "react";
import { viewLimits } from "../../contract/view-limits.ts";
import type { Json } from "../../expression/expression.ts";
import { type Standing, useStanding } from "../page/calls-behind.ts";
import { type Shown, useComponent } from "../page/use-component.ts";
import { Frame } from "../parts/frame.tsx";
import type { Drawn } from "./drawn.ts";
import { choiceOf, hasColumn, isChosen, wrongColumn } from "./table/columns.ts";
import { memberOf, nextSort } from "./table/rows.ts";
import { TableBody } from "./table/table-body.tsx";
import { TableFoot } from "./table/table-foot.tsx";
import { TableHead } from "./table/table-head.tsx";
import { TableTools } from "./table/table-tools.tsx";
import { type Rows, useRows } from "./table/use-rows.ts";

/** Rows that are searched, sorted, filtered, paged and chosen. */
export function Table({ component }: Drawn) {
  const own = useComponent(component.id, "table");
  const { values, set } = own;
  const behind = useStanding(component, "data", { error: own.error("data"), loading: own.loading("data") });
  const { standing, isUnfit, note } = useColumnsToo(own, behind);
  const shown = useRows(values);
  const [isFiltering, setFiltering] = useState(shown.filters.length > 0);
  const top = useRef<HTMLDivElement>(null);
  const choose = useChoose(own, shown.rows);
  const texts = new Map(shown.filters.map(({ column, text }) => [column, text]));
  const filter = (column: string, text: string) => set("filters", { ...Object.fromEntries(texts), [column]: text });
  const turn = (page: number) => {
    set("page", page);
    top.current?.scrollTo({ top: 0 });
  };
  const clear = () => {
    set("search", "");
    set("filters", {});
  };
  const isEmpty = isUnfit || (values.data.length === 0 && !shown.isNarrowed);
  const name = values.label || "Table";
  const tools = isEmpty ? null : (
    <TableTools
      name={name}
      search={values.searchable ? values.search : null}
      onSearch={(text) => set("search", text)}
      isFiltering={isFiltering}
      filters={shown.filters.length}
      onFiltering={setFiltering}
    />
  );
  return (
    <Frame label={values.label} standing={standing} isEmpty={isEmpty} emptyText={values.empty_text} aside={tools} isBox>
      <div ref={top} className="min-h-0 flex-1 overflow-auto">
        <table
          role={values.selectable ? "grid" : "table"}
          aria-label={name}
          aria-rowcount={shown.count + 1}
          className="w-full min-w-max border-separate border-spacing-0 text-sm"
        >
          <TableHead
            columns={shown.columns}
            sort={shown.sort}
            onSort={(column) => set("sort", nextSort(shown.sort, column))}
            filters={isFiltering ? texts : null}
            onFilter={filter}
          />
          <TableBody
            rows={shown.rows}
            places={shown.places}
            columns={shown.columns}
            rowKey={values.row_key}
            selected={values.selected}
            from={shown.paging.from}
            onChoose={values.selectable ? choose : null}
          />
        </table>
        {shown.places.length === 0 && <NoMatch isNarrowed={shown.isNarrowed} onClear={clear} />}
      </div>
      <TableFoot shown={shown} notes={[...(note === null ? [] : [note]), ...notesOf(values, shown)]} onPage={turn} />
    </Frame>
  );
}

type Columned = {
  readonly standing: Standing;
  /** No column can be drawn. */
  readonly isUnfit: boolean;
  /** What is wrong with some of them. */
  readonly note: string | null;
};

/**
 * Columns of which none is fit are an error like that of an answer: a grid without what was asked for would not be told from one
 * without data. Where some are fit they are drawn, with a note of those that are not.
 */
function useColumnsToo({ values, error, loading }: Shown<"table">, standing: Standing): Columned {
  const { columns } = values;
  const failed = loading("columns") ? null : error("columns");
  const wrong = useMemo(() => wrongColumn(columns), [columns]);
  const cause = failed ?? (hasColumn(columns) ? null : wrong);
  return useMemo(() => {
    if (cause === null) return { standing, isUnfit: false, note: wrong };
    return {
      standing: standing.error === null ? { ...standing, error: cause, retry: null } : standing,
      isUnfit: true,
      note: null,
    };
  }, [standing, cause, wrong]);
}

/** Chooses a row, or lets go of the one that is chosen. */
function useChoose({ values, set, tell }: Shown<"table">, rows: readonly Json[]) {
  const { selected, row_key } = values;
  return useCallback(
    (place: number) => {
      const row = rows[place] ?? null;
      const choice = choiceOf(row, place, row_key);
      if (isChosen(selected, choice)) return set("selected", null);
      if (choice === null) return;
      set("selected", choice);
      tell("row_select", { row, index: place });
    },
    [rows, row_key, selected, set, tell],
  );
}

function NoMatch({ isNarrowed, onClear }: { isNarrowed: boolean; onClear: () => void }) {
  return (
    <div className="sticky left-0 flex flex-col items-center gap-2 p-6 text-sm text-muted">
      {isNarrowed ? "No row matches." : "There are no rows on this page."}
      {isNarrowed && (
        <button type="button" onClick={onClear} className="font-medium text-accent underline underline-offset-2">
          Clear search and filters
        </button>
      )}
    </div>
  );
}

/** What a person should know about the rows. */
function notesOf(
  { data, row_key, selectable }: Shown<"table">["values"],
  { rows, places, columns, columnsLeft, unshown }: Rows,
): string[] {
  const words = (count: number) => count.toLocaleString("en");
  const isWithoutKey = selectable && row_key !== "" && places.some((place) => memberOf(rows[place], row_key) === null);
  return [
    ...(data.length > rows.length
      ? [`Only the first ${words(viewLimits.tableRows)} of ${words(data.length)} rows are here.`]
      : []),
    ...(columns.length === 0 && rows.length > 0 ? ["None of its columns is shown just now."] : []),
    ...(columnsLeft > 0 ? [`${words(columnsLeft)} more columns are not shown.`] : []),
    ...(unshown > 0 ? [unshownWords(unshown, rows.length)] : []),
    ...(isWithoutKey ? [`Rows without \`${row_key}\` cannot be chosen.`] : []),
  ];
}

/** Rows that are plain values have nothing that `columns` could name but `value`. */
function unshownWords(unshown: number, count: number): string {
  if (unshown === count) return "These rows are plain values: the columns that were asked for are not in them.";
  const rows = unshown === 1 ? "1 row is a plain value" : `${unshown.toLocaleString("en")} rows are plain values`;
  return `${rows}, which only a column \`value\` shows.`;
}
