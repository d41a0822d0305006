import { Pencil } from "lucide-react";
import { Link } from "wouter";
import { CallBoard } from "../call/call-board.tsx";
import { placeOf } from "../call/snippets.ts";
import { useCallable } from "../call/use-callable.ts";
import { buttonClass } from "../parts/button.tsx";
import { CopyButton } from "../parts/copy.tsx";
import { Page } from "../parts/page.tsx";
import { Failed, Loading } from "../parts/states.tsx";
import { useEnvironment } from "../shell/environment.tsx";

/** A worklet's own page: a live endpoint is a live page. */
export function CallPage({ application, worklet }: { application: string; worklet: string }) {
  const [environment] = useEnvironment();
  const callable = useCallable(application, worklet, environment);
  const address = `${placeOf({ origin: location.origin, application, worklet, environment })}/invoke`;
  const search = environment === "production" ? "?environment=production" : "";
  return (
    <Page
      title={callable.type === "ready" ? callable.name : worklet}
      description={
        <span className="flex min-w-0 items-center gap-1.5">
          <span className="rounded bg-surface-3 px-1 font-mono text-2xs font-semibold">POST</span>
          <code className="min-w-0 truncate font-mono text-xs" title={address}>
            {address}
          </code>
          <CopyButton text={address} label="Copy the address" />
          {callable.type === "ready" && (
            <span className="shrink-0 text-xs">
              {environment === "draft" ? "The draft" : `Version ${callable.version}`}
            </span>
          )}
        </span>
      }
      actions={
        callable.type === "ready" && (
          <Link href={`/applications/${application}/worklets/${worklet}${search}`} className={buttonClass()}>
            <Pencil size={13} aria-hidden /> Open the editor
          </Link>
        )
      }
      wide
    >
      {callable.type === "loading" && <Loading rows={6} label="Loading the worklet" />}
      {callable.type === "failed" && <Failed error={callable.error} retry={callable.retry} />}
      {callable.type === "ready" && (
        <CallBoard
          key={environment}
          application={application}
          worklet={worklet}
          environment={environment}
          schema={callable.schema}
        />
      )}
    </Page>
  );
}
