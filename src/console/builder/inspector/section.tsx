import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { useStored } from "../../parts/storage.ts";

/** A part of the inspector that closes; which ones are closed is remembered. */
export function Section({
  title,
  name = title,
  count,
  isForced = false,
  action,
  children,
}: {
  title: string;
  /** What it is remembered by. */
  name?: string;
  count?: number;
  /** It is open whatever was chosen: something in it is looked for. */
  isForced?: boolean;
  action?: ReactNode;
  children: ReactNode;
}) {
  const [isClosed, setClosed] = useStored(`inspector.closed.${name}`, false);
  const isOpen = isForced || !isClosed;
  return (
    <section aria-label={title} className="border-b border-border last:border-b-0">
      <div className="flex h-9 items-center gap-1 pr-2">
        <h3 className="min-w-0 flex-1">
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => setClosed(isOpen)}
            className="flex h-9 w-full items-center gap-1 pl-2 text-left text-xs font-semibold text-muted outline-offset-[-2px] hover:text-text"
          >
            <ChevronRight size={13} aria-hidden className={`transition-transform ${isOpen ? "rotate-90" : ""}`} />
            {title}
            {count !== undefined && count > 0 && <span className="font-normal tabular-nums">{count}</span>}
          </button>
        </h3>
        {action}
      </div>
      {isOpen && <div className="flex min-w-0 flex-col gap-3 px-3 pb-4">{children}</div>}
    </section>
  );
}
