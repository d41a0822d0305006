import { SearchX } from "lucide-react";
import { Link } from "wouter";
import { problemFrom } from "../api/problem.ts";
import { Button, buttonClass } from "../parts/button.tsx";
import { Empty, Failed } from "../parts/states.tsx";
import type { RunAt } from "./run-actions.ts";

/** A run that cannot be shown: it is not there, or could not be read. */
export function RunLack({ at, error, retry }: { at: RunAt; error: unknown; retry(): void }) {
  const problem = problemFrom(error);
  if (problem.code !== "run.not_found") return <Failed error={error} retry={retry} />;
  const mayCome = problem.retryAfterSeconds !== null;
  return (
    <Empty
      icon={<SearchX size={24} aria-hidden />}
      title={mayCome ? "The run is not listed yet" : "There is no such run"}
      action={
        <span className="flex flex-wrap justify-center gap-2">
          {mayCome && <Button onClick={retry}>Ask again</Button>}
          <Link
            href={`/applications/${at.application}/runs?worklet=${encodeURIComponent(at.worklet)}`}
            className={buttonClass(mayCome ? "secondary" : "primary")}
          >
            Runs of {at.worklet.slice(0, 40)}
          </Link>
        </span>
      }
    >
      {mayCome
        ? "A run that answers its caller directly appears a little after its answer."
        : "Its id has a mistake, it belongs to another worklet, or it was deleted because it is too old."}
    </Empty>
  );
}
