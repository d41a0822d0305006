import { type ComponentProps, lazy, type ReactNode, Suspense, useId } from "react";
import { useTheme } from "../parts/theme.ts";
import type { ExpressionField as Field } from "./expression-field.tsx";

/** A field for a text with expressions, with its label, what is wrong with it, and below it what it gives. */

const ExpressionField = lazy(async () => ({
  default: (await import("./expression-field.tsx")).ExpressionField,
}));

type Edited = Pick<ComponentProps<typeof Field>, "label" | "text" | "onChange" | "names" | "help" | "placeholder">;

export type ExpressionBoxProps = Edited & {
  isReadOnly: boolean;
  /** In the place of the editor while it is fetched. */
  waiting: ReactNode;
  /** What a text that may only be read says when it is empty. */
  emptyText?: string;
  error: string | undefined;
  hint: ReactNode;
  multiline: boolean;
  /** The label is heard but not seen: something else names the field already. */
  isLabelHidden: boolean;
  /** What the text gives; the field is described by the element with this id. */
  outcome(id: string): ReactNode;
};

export function ExpressionBox(props: ExpressionBoxProps) {
  const {
    isReadOnly,
    waiting,
    emptyText = "nothing",
    error,
    hint,
    multiline,
    isLabelHidden,
    outcome,
    ...edited
  } = props;
  const { isDark } = useTheme();
  const id = useId();
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1">
      {!isLabelHidden && (
        <span className="text-sm font-medium" aria-hidden>
          {edited.label}
        </span>
      )}
      {isReadOnly ? (
        <ReadOnlyText label={edited.label} text={edited.text} emptyText={emptyText} />
      ) : (
        <Suspense fallback={waiting}>
          <ExpressionField
            {...edited}
            dark={isDark}
            invalid={error !== undefined}
            multiline={multiline}
            describedBy={`${id}-error ${id}-value ${id}-hint`}
          />
        </Suspense>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="text-xs break-words text-danger">
          {error}
        </p>
      )}
      {outcome(`${id}-value`)}
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

function ReadOnlyText({ label, text, emptyText }: { label: string; text: string; emptyText: string }) {
  return (
    <p className="rounded-md border border-border bg-surface-2 px-2.5 py-1 font-mono text-xs leading-5 break-all whitespace-pre-wrap">
      <span className="sr-only">{label}: </span>
      {text === "" ? <span className="text-muted">{emptyText}</span> : text}
    </p>
  );
}
