import { Eye, EyeOff } from "lucide-react";
import { type ClipboardEvent, type RefObject, useState } from "react";
import { Button } from "../parts/button.tsx";
import { Field, TextArea } from "../parts/field.tsx";
import { hasSpaceAround, valueSize } from "./secret-plan.ts";

/** A text of several lines that stays hidden while it is typed, unless it is asked for. No manager of passwords takes it. */
export function SecretValueField({
  label,
  value,
  onChange,
  onPaste,
  error,
  hint,
  rows = 4,
  isText = false,
  ref,
}: {
  label: string;
  value: string;
  onChange(value: string): void;
  onPaste?(event: ClipboardEvent<HTMLTextAreaElement>): void;
  error?: string | undefined;
  hint?: string;
  rows?: number;
  /** It is a text that holds values, not a value: white space around it means nothing. */
  isText?: boolean;
  ref?: RefObject<HTMLTextAreaElement | null>;
}) {
  const [isShown, setShown] = useState(false);
  return (
    <div className="relative">
      <Field label={label} error={error} hint={value === "" || isText ? hint : valueSize(value)}>
        {(field) => (
          <TextArea
            {...field}
            {...(ref && { ref })}
            rows={rows}
            autoComplete="off"
            autoCapitalize="off"
            autoCorrect="off"
            data-1p-ignore=""
            data-lpignore="true"
            value={value}
            {...(onPaste && { onPaste })}
            onChange={(event) => onChange(event.target.value)}
            className={`font-mono ${isShown ? "" : "[-webkit-text-security:disc]"}`}
          />
        )}
      </Field>
      <Button
        size="small"
        weight="ghost"
        aria-pressed={isShown}
        icon={isShown ? <EyeOff size={13} aria-hidden /> : <Eye size={13} aria-hidden />}
        onClick={() => setShown(!isShown)}
        className="absolute -top-1.5 right-0 text-muted"
      >
        {isShown ? "Hide" : "Show"}
        <span className="sr-only"> what is typed</span>
      </Button>
      {!isText && hasSpaceAround(value) && (
        <p className="mt-1 flex flex-wrap items-center gap-2 text-xs text-warning">
          White space before or behind it is part of the value.
          <Button size="small" onClick={() => onChange(value.trim())}>
            Remove it
          </Button>
        </p>
      )}
    </div>
  );
}
