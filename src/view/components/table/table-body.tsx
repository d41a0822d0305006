import { type KeyboardEvent, type MouseEvent, memo, useRef, useState } from "react";
import type { Json } from "../../../expression/expression.ts";
import { CellValue } from "./cell.tsx";
import { type Column, choiceOf, isChosen } from "./columns.ts";
import { memberOf } from "./rows.ts";

type BodyProps = {
  readonly rows: readonly Json[];
  readonly places: readonly number[];
  readonly columns: readonly Column[];
  readonly rowKey: string;
  readonly selected: Json;
  /** What the first row is called among all, from 1. */
  readonly from: number;
  /** null: rows cannot be chosen. */
  readonly onChoose: ((place: number) => void) | null;
};

/** The rows of a page. Arrow keys move between them, Enter and Space choose one; Tab goes into the row and on. */
export function TableBody({ rows, places, columns, rowKey, selected, from, onChoose }: BodyProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [last, setActive] = useState(0);
  const active = Math.min(last, places.length - 1);
  const rowOf = (target: EventTarget) => (target as Element).closest("tr");
  const placeAt = (row: Element | null) => (row === null ? undefined : places[Number(row.getAttribute("data-at"))]);

  const click = (event: MouseEvent) => {
    if ((event.target as Element).closest("a, button") || getSelection()?.type === "Range") return;
    const place = placeAt(rowOf(event.target));
    if (place !== undefined) onChoose?.(place);
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rowOf(event.target);
    const next = moved(event.key, Number(row?.getAttribute("data-at") ?? 0), places.length);
    if (next !== null) {
      event.preventDefault();
      (body.current?.children[next] as HTMLElement | undefined)?.focus();
    } else if (event.target === row && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      const place = placeAt(row);
      if (place !== undefined) onChoose?.(place);
    }
  };
  const focus = (at: string | null | undefined) => at && setActive(Number(at));
  const keys = onChoose === null ? {} : { onClick: click, onKeyDown: press };
  return (
    <tbody
      ref={body}
      {...keys}
      onFocus={(event) => focus(rowOf(event.target)?.getAttribute("data-at"))}
      className="[&>tr:last-child>td]:border-b-0"
    >
      {places.map((place, at) => (
        <Row
          key={place}
          row={rows[place] ?? null}
          at={at}
          number={from + at}
          columns={columns}
          isChosen={onChoose !== null && isChosen(selected, choiceOf(rows[place], place, rowKey))}
          isChoosable={onChoose !== null}
          isActive={onChoose === null || at === active}
        />
      ))}
    </tbody>
  );
}

/** Where a key leads from a row; null: it does not move. */
function moved(key: string, at: number, count: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + 10,
    PageUp: at - 10,
    Home: 0,
    End: count - 1,
  };
  const next = steps[key];
  return next === undefined ? null : Math.min(count - 1, Math.max(0, next));
}

type RowProps = {
  row: Json;
  at: number;
  number: number;
  columns: readonly Column[];
  isChosen: boolean;
  isChoosable: boolean;
  isActive: boolean;
};

const Row = memo(function Row({ row, at, number, columns, isChosen, isChoosable, isActive }: RowProps) {
  const grid = isChoosable ? { "aria-selected": isChosen, tabIndex: isActive ? 0 : -1 } : {};
  const look = isChoosable
    ? "cursor-pointer outline-offset-[-2px] hover:bg-surface-2 aria-selected:bg-accent-soft"
    : "";
  return (
    // The header is the first row.
    <tr data-at={at} aria-rowindex={number + 1} {...grid} className={look}>
      {columns.map(({ key, isNumeric }) => (
        <td
          key={key}
          className={`max-w-96 border-b border-border px-3 py-1.5 whitespace-nowrap ${isNumeric ? "text-right" : ""}`}
        >
          <CellValue value={memberOf(row, key)} isReachable={isActive} />
        </td>
      ))}
    </tr>
  );
});
