import { useMemo } from "react";
import { viewLimits } from "../../../contract/view-limits.ts";
import type { Json } from "../../../expression/expression.ts";
import type { Values } from "../../page/use-component.ts";
import { type Column, columnsOf } from "./columns.ts";
import {
  type Filter,
  filtersOf,
  matching,
  orderOf,
  type Paging,
  pagingOf,
  type Sort,
  searchTexts,
  sortKeysOf,
  sortOf,
} from "./rows.ts";

/** What a table shows at the moment. */
export type Rows = {
  readonly rows: readonly Json[];
  readonly columns: readonly Column[];
  /** Columns that are more than a table shows. */
  readonly columnsLeft: number;
  /** Rows that no column shows. */
  readonly unshown: number;
  readonly sort: Sort | null;
  readonly filters: readonly Filter[];
  readonly paging: Paging;
  /** The places of the rows on the page. */
  readonly places: readonly number[];
  /** How many rows match; of a table with `total`, that. */
  readonly count: number;
  readonly isNarrowed: boolean;
  /** The worklet searches, sorts, filters and pages. */
  readonly isRemote: boolean;
};

/** Each step is kept, so that a change does again only what follows from it: sorting is not done anew while a person types. */
export function useRows(values: Values<"table">): Rows {
  const { data, total, search, page, page_size } = values;
  const isRemote = total !== null;
  const rows = useMemo(() => data.slice(0, viewLimits.tableRows), [data]);
  const { columns, left, unshown } = useMemo(() => columnsOf(values.columns, rows), [values.columns, rows]);
  const sort = useMemo(() => sortOf(values.sort), [values.sort]);
  const filters = useMemo(() => filtersOf(values.filters), [values.filters]);
  const column = isRemote || sort === null ? null : sort.column;
  const keys = useMemo(() => (column === null ? null : sortKeysOf(rows, column)), [rows, column]);
  const order = useMemo(
    () => (keys === null ? rows.map((_, place) => place) : orderOf(keys, sort?.descending === true)),
    [rows, keys, sort?.descending],
  );
  const texts = useMemo(() => {
    let made: readonly string[] | null = null;
    const names = columns.map(({ key }) => key);
    return () => {
      made ??= searchTexts(rows, names);
      return made;
    };
  }, [rows, columns]);
  const matched = useMemo(
    () => (isRemote ? order : matching(order, rows, { search, texts, filters })),
    [isRemote, order, rows, search, texts, filters],
  );
  return useMemo(() => {
    const count = isRemote ? Math.max(0, Math.floor(total)) : matched.length;
    const paging = pagingOf(count, page ?? 1, page_size ?? 25);
    const places = isRemote ? matched.slice(0, mostRemote) : matched.slice((paging.page - 1) * paging.size, paging.to);
    const isNarrowed = search.trim() !== "" || filters.length > 0;
    return { rows, columns, columnsLeft: left, unshown, sort, filters, paging, places, count, isNarrowed, isRemote };
  }, [rows, columns, left, unshown, sort, filters, matched, isRemote, total, page, page_size, search]);
}

/** A worklet that pages by itself gives one page; what is more than the largest one is not drawn. */
const mostRemote = 500;
