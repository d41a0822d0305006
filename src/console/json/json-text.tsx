import { useMemo, useState } from "react";
import { Button } from "../parts/button.tsx";
import { CopyButton } from "../parts/copy.tsx";

const mostCharacters = 100_000;

/** A JSON value as text, indented, to read and to copy. */
export function JsonText({ value, label }: { value: unknown; label: string }) {
  const text = useMemo(() => JSON.stringify(value, null, 2), [value]);
  const [isWhole, setWhole] = useState(false);
  const isCut = text.length > mostCharacters && !isWhole;
  return (
    <div className="relative min-w-0 rounded-lg border border-border bg-surface-2">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <section tabIndex={0} aria-label={label} className="max-h-[70vh] overflow-auto py-2.5 pr-10 pl-3">
        <pre className="font-mono text-xs leading-5">{isCut ? text.slice(0, mostCharacters) : text}</pre>
      </section>
      <span className="absolute top-1.5 right-1.5 rounded-md bg-surface-2">
        <CopyButton text={text} label={`Copy ${label}`} />
      </span>
      {isCut && (
        <div className="border-t border-border px-3 py-1.5">
          <Button size="small" onClick={() => setWhole(true)}>
            Show all {text.length.toLocaleString()} characters
          </Button>
        </div>
      )}
    </div>
  );
}
