import { lazy, type ReactNode, Suspense, useId } from "react";
import type { Property } from "../../../contract/component-kinds.ts";
import { useTheme } from "../../parts/theme.ts";
import { useBuilder } from "../builder-context.ts";
import { Outcome } from "./outcome.tsx";
import type { Form, Scope } from "./scope.ts";

/** A field for a text with expressions: names with their live values while it is typed, and below it what it gives. */

const ExpressionField = lazy(async () => ({
  default: (await import("../../code/expression-field.tsx")).ExpressionField,
}));

export type ExpressionInputProps = {
  label: string;
  text: string;
  onChange(text: string): void;
  scope: Scope;
  form?: Form;
  property?: Property | undefined;
  /** What keeps it from being saved. */
  error?: string | undefined;
  hint?: ReactNode;
  placeholder?: string | undefined;
  multiline?: boolean;
  /** The label is heard but not seen: something else names the field already. */
  isLabelHidden?: boolean;
};

export function ExpressionInput(props: ExpressionInputProps) {
  const { label, text, onChange, scope, form = "value", error, hint, placeholder, multiline = false } = props;
  const { mayEdit } = useBuilder();
  const { isDark } = useTheme();
  const id = useId();
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1">
      {!props.isLabelHidden && (
        <span className="text-sm font-medium" aria-hidden>
          {label}
        </span>
      )}
      {mayEdit ? (
        <Suspense fallback={<Waiting text={text || (placeholder ?? "")} />}>
          <ExpressionField
            text={text}
            onChange={onChange}
            label={label}
            names={scope.tree}
            help={scope.help}
            dark={isDark}
            placeholder={placeholder}
            invalid={error !== undefined}
            multiline={multiline}
            describedBy={`${id}-error ${id}-value ${id}-hint`}
          />
        </Suspense>
      ) : (
        <ReadOnlyText label={label} text={text} otherwise={placeholder} />
      )}
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="text-xs break-words text-danger">
          {error}
        </p>
      )}
      <Outcome
        id={`${id}-value`}
        source={text}
        form={form}
        scope={scope}
        property={props.property}
        isTold={error !== undefined}
      />
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

/** The text while its editor is fetched. */
function Waiting({ text }: { text: string }) {
  return (
    <span
      data-waiting
      className="h-8 overflow-hidden rounded-md border border-border bg-surface px-2.5 py-1.5 font-mono text-sm leading-5 whitespace-pre text-muted"
    >
      {text}
    </span>
  );
}

function ReadOnlyText({
  label,
  text,
  otherwise = "",
}: {
  label: string;
  text: string;
  otherwise?: string | undefined;
}) {
  return (
    <p className="rounded-md border border-border bg-surface-2 px-2.5 py-1 font-mono text-xs leading-5 break-all whitespace-pre-wrap">
      <span className="sr-only">{label}: </span>
      {text === "" ? <span className="text-muted">{otherwise || "nothing"}</span> : text}
    </p>
  );
}
