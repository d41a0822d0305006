import type { ReactNode } from "react";
import type { Property } from "../../../contract/component-kinds.ts";
import { ExpressionBox } from "../../code/expression-box.tsx";
import { useBuilder } from "../builder-context.ts";
import { Outcome } from "./outcome.tsx";
import type { Form, Scope } from "./scope.ts";

/** A field for a text with expressions: names with their live values while it is typed, and below it what it gives. */

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
  return (
    <ExpressionBox
      label={label}
      text={text}
      onChange={onChange}
      names={scope.tree}
      help={scope.help}
      placeholder={placeholder}
      isReadOnly={!mayEdit}
      waiting={<Waiting text={text || (placeholder ?? "")} />}
      emptyText={placeholder || "nothing"}
      error={error}
      hint={hint}
      multiline={multiline}
      isLabelHidden={props.isLabelHidden ?? false}
      outcome={(id) => (
        <Outcome
          id={id}
          source={text}
          form={form}
          scope={scope}
          property={props.property}
          isTold={error !== undefined}
        />
      )}
    />
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
