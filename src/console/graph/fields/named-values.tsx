import { Plus, X } from "lucide-react";
import { useRef, useState } from "react";
import { Button, IconButton } from "../../parts/button.tsx";
import { TextInput } from "../../parts/field.tsx";
import { useBlock } from "../block-context.ts";
import type { Scope } from "../scope.ts";
import { ExpressionInput } from "./expression-input.tsx";
import { textOfValue } from "./value-text.ts";

/** Names with a value each, every value a text with expressions: headers, a query, the fields of an object. */

type Json = unknown;
type Row = { key: number; name: string; value: Json };

export function NamedValues({
  label,
  nameLabel,
  values,
  onChange,
  scope,
  about,
}: {
  label: string;
  /** What a name is called: "Header". */
  nameLabel: string;
  values: Readonly<Record<string, Json>>;
  /** `merge` names the step that is typed. */
  onChange(values: Record<string, Json>, merge?: string): void;
  scope: Scope;
  about(name: string): string | undefined;
}) {
  const { isReadOnly } = useBlock();
  const { rows, setRows } = useRows(values, onChange);
  const list = useRef<HTMLFieldSetElement>(null);
  const add = () => {
    setRows([...rows, { key: nextKey(rows), name: "", value: "" }]);
    requestAnimationFrame(() => list.current?.querySelector<HTMLInputElement>("li:last-of-type input")?.focus());
  };
  return (
    <fieldset ref={list} className="flex min-w-0 flex-col gap-2">
      <legend className="sr-only">{label}</legend>
      {rows.length > 0 && (
        <ul className="flex flex-col gap-2">
          {rows.map((row) => {
            const isTwice = row.name !== "" && rows.some((other) => other !== row && other.name === row.name);
            const change = (part: Partial<Row>, merge: string) =>
              setRows(
                rows.map((other) => (other === row ? { ...other, ...part } : other)),
                merge,
              );
            return (
              <li key={row.key} className="grid grid-cols-[minmax(5rem,2fr)_5fr_auto] items-start gap-1.5">
                <span className="flex flex-col gap-1">
                  <TextInput
                    aria-label={nameLabel}
                    value={row.name}
                    readOnly={isReadOnly}
                    aria-invalid={isTwice || undefined}
                    placeholder={nameLabel.toLowerCase()}
                    onChange={(event) => change({ name: event.target.value }, `name ${row.key}`)}
                    className="font-mono text-xs"
                  />
                  {isTwice && (
                    <span role="alert" className="text-xs text-danger">
                      It is there twice: only one is kept.
                    </span>
                  )}
                </span>
                <ExpressionInput
                  label={`Value of ${row.name === "" ? "the new one" : row.name}`}
                  isLabelHidden
                  text={textOfValue(row.value)}
                  onChange={(text) => change({ value: text }, `value ${row.key}`)}
                  scope={scope}
                  error={row.name === "" ? undefined : about(row.name)}
                />
                {!isReadOnly && (
                  <IconButton
                    label={`Remove ${row.name === "" ? "the new one" : row.name}`}
                    icon={<X size={14} />}
                    onClick={() => setRows(rows.filter((other) => other !== row))}
                  />
                )}
              </li>
            );
          })}
        </ul>
      )}
      {!isReadOnly && (
        <Button size="small" weight="ghost" icon={<Plus size={13} aria-hidden />} onClick={add} className="self-start">
          Add {nameLabel.toLowerCase()}
        </Button>
      )}
      {isReadOnly && rows.length === 0 && <p className="text-xs text-muted">None.</p>}
    </fieldset>
  );
}

/** The rows as they are typed: one without a name, or with a name that is there twice, is kept here until it has one of its own. */
function useRows(
  values: Readonly<Record<string, Json>>,
  onChange: (values: Record<string, Json>, merge?: string) => void,
) {
  const [rows, keep] = useState<Row[]>(() => rowsOf(values));
  const isCurrent = JSON.stringify(valuesOf(rows)) === JSON.stringify(values);
  const shown = isCurrent ? rows : rowsOf(values);
  if (!isCurrent) keep(shown);
  const setRows = (next: Row[], merge?: string) => {
    keep(next);
    const [before, after] = [valuesOf(shown), valuesOf(next)];
    if (JSON.stringify(before) !== JSON.stringify(after)) onChange(after, merge);
  };
  return { rows: shown, setRows };
}

function rowsOf(values: Readonly<Record<string, Json>>): Row[] {
  return Object.entries(values).map(([name, value], key) => ({ key, name, value }));
}

function valuesOf(rows: readonly Row[]): Record<string, Json> {
  return Object.fromEntries(rows.filter(({ name }) => name !== "").map(({ name, value }) => [name, value]));
}

function nextKey(rows: readonly Row[]): number {
  return Math.max(-1, ...rows.map(({ key }) => key)) + 1;
}
