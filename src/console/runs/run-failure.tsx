import { SquarePen } from "lucide-react";
import { Link } from "wouter";
import type { Failure } from "../../contract/failure.ts";
import { buttonClass } from "../parts/button.tsx";
import { CopyButton } from "../parts/copy.tsx";
import { failureWords } from "./failure-words.ts";
import type { RunAt } from "./run-actions.ts";

/** Why a run did not succeed, what that means, and the way to the place. */
export function RunFailure({ at, failure }: { at: RunAt; failure: Failure }) {
  const { title, means, advice } = failureWords[failure.kind];
  return (
    <section aria-label="Error" className="mb-4 rounded-lg border border-danger bg-danger-soft">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
        <div className="min-w-0 flex-1 basis-72">
          <h2 className="text-sm font-semibold text-danger">
            {title}
            {failure.block !== null && (
              <>
                {" in "}
                <code className="font-mono">{failure.block}</code>
              </>
            )}
          </h2>
          <p className="mt-0.5 text-xs text-text">
            {means} {advice}
          </p>
        </div>
        {failure.block !== null && (
          <Link href={editorHref(at, failure.block)} className={buttonClass("secondary", "small")}>
            <SquarePen size={13} aria-hidden />
            Open in the editor
          </Link>
        )}
      </div>
      <FailureText failure={failure} className="border-t border-danger/40 px-4 py-3" />
    </section>
  );
}

export function editorHref({ application, worklet }: RunAt, block: string): string {
  return `/applications/${application}/worklets/${worklet}?block=${encodeURIComponent(block)}`;
}

/** Message and stack: file, line, column. */
export function FailureText({ failure, className = "" }: { failure: Failure; className?: string }) {
  const text = failure.stack ? `${failure.message}\n${failure.stack}` : failure.message;
  return (
    <div className={`relative ${className}`}>
      <p className="pr-8 font-mono text-xs break-words whitespace-pre-wrap">{failure.message}</p>
      {failure.stack !== "" && (
        <ol aria-label="Stack" className="mt-1.5 flex flex-col font-mono text-xs text-muted">
          {failure.stack.split("\n").map((frame, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: frames may repeat, and do not move.
            <li key={`${place} ${frame}`} className="break-all">
              {frame}
            </li>
          ))}
        </ol>
      )}
      <span className="absolute top-2 right-2">
        <CopyButton text={text} label="Copy the error" />
      </span>
    </div>
  );
}
