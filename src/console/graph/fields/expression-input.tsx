import { type ReactNode, useDeferredValue, useMemo } from "react";
import { ExpressionBox } from "../../code/expression-box.tsx";
import { useBlock } from "../block-context.ts";
import { evaluated, type Form, shortText } from "../evaluated.ts";
import type { Scope } from "../scope.ts";

/** A field for a text with expressions: completion while it is typed, and below it what it gives for the last test run. */

export type ExpressionInputProps = {
  label: string;
  text: string;
  onChange(text: string): void;
  scope: Scope;
  form?: Form;
  /** What the server says about it. */
  error?: string | undefined;
  hint?: ReactNode;
  placeholder?: string;
  multiline?: boolean;
  /** The label is heard but not seen: something else names the field already. */
  isLabelHidden?: boolean;
};

export function ExpressionInput(props: ExpressionInputProps) {
  const { label, text, onChange, scope, form = "value", error, hint, placeholder = "", multiline = false } = props;
  const { isReadOnly } = useBlock();
  return (
    <ExpressionBox
      label={label}
      text={text}
      onChange={onChange}
      names={scope.values}
      placeholder={placeholder}
      isReadOnly={isReadOnly}
      waiting={<span className="h-8 rounded-md border border-border bg-surface" />}
      error={error}
      hint={hint}
      multiline={multiline}
      isLabelHidden={props.isLabelHidden ?? false}
      outcome={(id) => <Outcome id={id} text={text} form={form} scope={scope} isTold={error !== undefined} />}
    />
  );
}

/** What the text gives now. `isTold`: the server has said already that it is wrong. */
function Outcome({
  id,
  text,
  form,
  scope,
  isTold,
}: {
  id: string;
  text: string;
  form: Form;
  scope: Scope;
  isTold: boolean;
}) {
  const latest = useDeferredValue(text);
  const outcome = useMemo(() => (latest.trim() === "" ? null : evaluated(latest, form, scope)), [latest, form, scope]);
  if (outcome === null || outcome.type === "constant") return <span id={id} hidden />;
  if (outcome.type === "unknown") {
    return (
      <p id={id} className="text-xs text-muted">
        {outcome.why}
      </p>
    );
  }
  if (outcome.type === "wrong") {
    return (
      <p id={id} className={`text-xs break-words text-danger ${isTold ? "hidden" : ""}`}>
        {outcome.message}
      </p>
    );
  }
  return (
    <p id={id} title={shortText(outcome.value, 2_000)} className="flex min-w-0 gap-1.5 text-xs text-muted">
      <span aria-hidden>=</span>
      <span className="sr-only">gives</span>
      {form === "condition" && (
        <span className={outcome.value ? "text-success" : ""}>{outcome.value ? "holds" : "does not hold"}</span>
      )}
      {typeof outcome.value === "boolean" && form === "condition" ? null : (
        <code className="line-clamp-2 min-w-0 font-mono break-all text-text">{shortText(outcome.value)}</code>
      )}
    </p>
  );
}
