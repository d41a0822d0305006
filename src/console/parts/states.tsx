import { CircleAlert, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { type Problem, problemFrom } from "../api/problem.ts";
import { Button } from "./button.tsx";

/** What is shown where there is nothing to show yet: loading, empty, failed. */

/** Grey bars in the place of what is coming. */
export function Loading({ rows = 3, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-2.5 p-4">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all alike.
        <span key={row} className="h-4 animate-pulse-soft rounded bg-surface-3 odd:w-2/3 even:w-11/12" />
      ))}
    </div>
  );
}

/** Nothing there: what it would be, and how to make the first one. */
export function Empty({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-14 text-center">
      {icon && <span className="mb-1 text-muted">{icon}</span>}
      <p className="text-base font-semibold">{title}</p>
      {children && <div className="text-sm text-muted">{children}</div>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}

/** It could not be read: why, and a button to try again. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const problem = problemFrom(error);
  return (
    <div role="alert" className="mx-auto flex max-w-lg flex-col items-center gap-2 px-6 py-14 text-center">
      <CircleAlert size={20} className="text-danger" aria-hidden />
      <p className="text-base font-semibold">{problem.title}</p>
      <p className="text-sm break-words text-muted">{problem.message}</p>
      <ProblemMarks problem={problem} />
      {retry && problem.code !== "access.role_too_low" && (
        <Button className="mt-2" icon={<RotateCw size={14} aria-hidden />} onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** What was refused, beside the form that asked for it. */
export function ProblemNote({ problem, className = "" }: { problem: Problem; className?: string }) {
  return (
    <div role="alert" className={`rounded-md bg-danger-soft px-3 py-2 text-sm text-danger ${className}`}>
      <p className="font-medium">{problem.title}</p>
      {problem.errors.length > 1 ? (
        <ul className="mt-1 list-disc pl-4">
          {problem.errors.map((wrong) => (
            <li key={`${wrong.path} ${wrong.message}`} className="break-words">
              {wrong.path && <code className="font-mono text-xs">{wrong.path}</code>} {wrong.message}
            </li>
          ))}
        </ul>
      ) : (
        <p className="break-words">{problem.message}</p>
      )}
      {problem.usedBy.length > 0 && <p className="break-words">Used by {problem.usedBy.join(", ")}.</p>}
    </div>
  );
}

/** What to name when somebody asks for help. */
function ProblemMarks({ problem }: { problem: Problem }) {
  return (
    <p className="text-xs text-muted">
      <code className="font-mono">{problem.code}</code>
      {problem.requestId && (
        <>
          {" · request "}
          <code className="font-mono">{problem.requestId}</code>
        </>
      )}
    </p>
  );
}
