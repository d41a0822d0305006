import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

/** Settings that most blocks leave as they are: a line that opens, and says what is set while it is closed. */
export function Disclosure({
  title,
  summary,
  open = false,
  isWrong = false,
  children,
}: {
  title: string;
  summary: string;
  open?: boolean;
  isWrong?: boolean;
  children: ReactNode;
}) {
  return (
    <details open={open || isWrong} className="group/details border-t border-border">
      <summary className="flex list-none items-center gap-1.5 py-2 text-sm font-medium outline-offset-0 select-none [&::-webkit-details-marker]:hidden">
        <ChevronRight
          size={14}
          aria-hidden
          className="shrink-0 text-muted transition-transform group-open/details:rotate-90"
        />
        {title}
        <span className={`ml-auto min-w-0 truncate pl-3 text-xs font-normal ${isWrong ? "text-danger" : "text-muted"}`}>
          {summary}
        </span>
      </summary>
      <div className="flex flex-col gap-4 pt-1 pb-4">{children}</div>
    </details>
  );
}
