import { useId } from "react";
import type { Json } from "../../../expression/expression.ts";
import { isPlain, textOfValue } from "../../graph/fields/value-text.ts";
import { JsonField } from "../unfinished/json-field.tsx";
import { ExpressionInput } from "./expression-input.tsx";
import { Outcome } from "./outcome.tsx";
import type { Scope } from "./scope.ts";

/** Any JSON with expressions in its texts: one text or expression, else written out. */
export function JsonValueInput({
  label,
  value,
  onChange,
  scope,
  error,
  hint,
  placeholder,
  at,
  isLabelHidden = false,
}: {
  label: string;
  /** undefined: it is not written. */
  value: unknown;
  onChange(value: unknown): void;
  scope: Scope;
  error?: string | undefined;
  hint?: React.ReactNode;
  placeholder?: string | undefined;
  /** Its JSON pointer in the draft. */
  at: string;
  isLabelHidden?: boolean;
}) {
  const id = useId();
  if (value === undefined || isPlain(value)) {
    return (
      <ExpressionInput
        label={label}
        isLabelHidden={isLabelHidden}
        text={value === undefined ? "" : textOfValue(value)}
        onChange={(text) => onChange(text)}
        scope={scope}
        error={error}
        hint={hint}
        placeholder={placeholder}
      />
    );
  }
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1">
      {!isLabelHidden && (
        <span className="text-sm font-medium" aria-hidden>
          {label}
        </span>
      )}
      <JsonField label={label} at={at} value={value} onChange={onChange} error={error} />
      <Outcome id={id} source={value as Json} scope={scope} isTold={error !== undefined} />
      {hint && <p className="text-xs text-muted">{hint}</p>}
    </div>
  );
}
