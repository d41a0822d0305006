import { Braces, CircleHelp } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Tooltip } from "../../parts/tooltip.tsx";

/** A field of the inspector: its name, what it does on demand, and a switch between a value and an expression. */
export function FieldRow({
  place,
  name,
  words,
  help,
  isExpression,
  onToggle,
  children,
}: {
  /** What `reveal` calls it: `list.data`. */
  place: string;
  /** As expressions say it. */
  name: string;
  words: string;
  help: string;
  /** undefined: it is always written in one way. */
  isExpression?: boolean | undefined;
  onToggle?: (() => void) | undefined;
  children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <div data-place={place} className="group/row flex min-w-0 scroll-m-3 flex-col gap-1">
      <div className="flex h-6 items-center gap-0.5">
        <span title={name} className="min-w-0 truncate text-sm font-medium" aria-hidden>
          {words}
        </span>
        <button
          type="button"
          aria-label={`What ${words} does`}
          aria-expanded={isOpen}
          aria-controls={`${id}-help`}
          onClick={() => setOpen(!isOpen)}
          className="inline-flex size-6 shrink-0 items-center justify-center rounded text-muted hover:text-text aria-expanded:text-accent"
        >
          <CircleHelp size={13} aria-hidden />
        </button>
        {onToggle && (
          <Tooltip text={isExpression ? "Write a value" : "Write an expression"}>
            <button
              type="button"
              aria-label={`${words} as an expression`}
              aria-pressed={isExpression ?? false}
              onClick={onToggle}
              className="ml-auto inline-flex h-6 w-7 shrink-0 items-center justify-center rounded text-muted hover:bg-surface-3 hover:text-text aria-pressed:bg-accent-soft aria-pressed:text-accent"
            >
              <Braces size={13} aria-hidden />
            </button>
          </Tooltip>
        )}
      </div>
      <p id={`${id}-help`} hidden={!isOpen} className="text-xs text-muted">
        {help} <code className="font-mono">{name}</code>
      </p>
      {children}
    </div>
  );
}
