import { useId } from "react";
import type { Json } from "../../../expression/expression.ts";
import { JsonInput } from "../../graph/fields/json-input.tsx";
import { isPlain, textOfValue } from "../../graph/fields/value-text.ts";
import { useBuilder } from "../builder-context.ts";
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
  storageKey,
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
  /** What text that is no JSON yet is kept by. */
  storageKey: string;
  isLabelHidden?: boolean;
}) {
  const { application, view, mayEdit } = useBuilder();
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
      <JsonInput
        label={label}
        value={value}
        onChange={onChange}
        error={error}
        readOnly={!mayEdit}
        storageKey={`${application}/${view}/${storageKey}`}
      />
      <Outcome id={id} source={value as Json} scope={scope} isTold={error !== undefined} />
      {hint && <p className="text-xs text-muted">{hint}</p>}
    </div>
  );
}
