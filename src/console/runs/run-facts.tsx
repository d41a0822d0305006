import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Run } from "../../contract/run.ts";
import { Id } from "../parts/copy.tsx";
import { triggerWords } from "../parts/run-status.tsx";
import { Duration, Time } from "../parts/time.tsx";
import { Elapsed } from "./elapsed.tsx";
import { type RunAt, runHref } from "./run-actions.ts";
import { rowQuery } from "./run-queries.ts";

/** What is known of a run beside its values: what executed, who began it, when, how long. */
export function RunFacts({ at, run }: { at: RunAt; run: Run }) {
  const { data: row } = useQuery(rowQuery(at, run.created_at));
  const { application, worklet } = at;
  const { environment, version, parent_run_id: parent, parent_worklet: parentWorklet } = run;
  return (
    <dl className="mb-4 flex flex-wrap gap-x-6 gap-y-3 rounded-lg border border-border bg-surface px-4 py-3">
      <Fact name="Duration">
        {run.status === "RUNNING" && run.started_at !== null ? (
          <Elapsed since={Date.parse(run.started_at)} />
        ) : (
          <Duration ms={run.latency_ms} />
        )}
      </Fact>
      {run.queued_ms > 0 && (
        <Fact name="Queued for">
          <Duration ms={run.queued_ms} />
        </Fact>
      )}
      <Fact name="Executed">
        {environment === "draft" ? "Draft" : version === null ? "Production" : `Production, version ${version}`}
      </Fact>
      <Fact name="Trigger">
        <Origin application={application} run={run} by={row?.created_by ?? null} />
      </Fact>
      {row && (
        <Fact name="By">
          <span className="block max-w-48 truncate" title={row.created_by}>
            {row.created_by}
          </span>
        </Fact>
      )}
      <Fact name="Created">
        <Time at={run.created_at} as="full" />
      </Fact>
      {run.attempt > 1 && <Fact name="Attempt">{run.attempt}, after an interruption</Fact>}
      {parent !== undefined && (
        <Fact name="Made by">
          {parentWorklet === undefined ? (
            <Id id={parent} />
          ) : (
            <RunLink href={runHref({ application, worklet: parentWorklet, run: parent })} id={parent}>
              run of {parentWorklet}
            </RunLink>
          )}
        </Fact>
      )}
      {run.rerun_of !== undefined && (
        <Fact name="Repeats">
          <RunLink href={runHref({ application, worklet, run: run.rerun_of })} id={run.rerun_of}>
            the run before
          </RunLink>
        </Fact>
      )}
      <Fact name="Run">
        <span className="block max-w-52 sm:max-w-none">
          <Id id={at.run} label="Copy the run's id" />
        </span>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="mt-0.5 text-sm">{children}</dd>
    </div>
  );
}

function RunLink({ href, id, children }: { href: string; id: string; children: ReactNode }) {
  return (
    <Link href={href} title={id} className="text-accent hover:underline">
      {children}
    </Link>
  );
}

/** What began it, and where that is set, as far as the platform tells. */
function Origin({ application, run, by }: { application: string; run: Run; by: string | null }) {
  const words = triggerWords[run.trigger];
  if (run.trigger === "schedule") {
    return (
      <Link href={`/applications/${application}/schedules`} className="text-accent hover:underline">
        {words}
      </Link>
    );
  }
  const hook = run.trigger === "hook" && by?.startsWith("hook ") ? by.slice("hook ".length) : null;
  return <>{hook === null ? words : `${words} ${hook}`}</>;
}
