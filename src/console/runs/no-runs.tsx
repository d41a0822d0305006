import { useQuery } from "@tanstack/react-query";
import { History, ListFilter } from "lucide-react";
import { Link } from "wouter";
import type { Worklet } from "../../contract/catalog.ts";
import { sampleOf } from "../../source/sample.ts";
import { versionQuery, workletsQuery } from "../api/queries.ts";
import { curlOf } from "../call/snippets.ts";
import { Button, buttonClass } from "../parts/button.tsx";
import { CodeText } from "../parts/copy.tsx";
import { Empty } from "../parts/states.tsx";

/** The list of runs when there is nothing in it. */

export function NoSuchRuns({ clear }: { clear(): void }) {
  return (
    <Empty
      icon={<ListFilter size={24} aria-hidden />}
      title="No runs for these filters"
      action={<Button onClick={clear}>Clear all filters</Button>}
    >
      New ones appear here by themselves.
    </Empty>
  );
}

/** Nothing has run yet: how to make the first one. */
export function NoRunsYet({ application }: { application: string }) {
  const { data: worklets } = useQuery(workletsQuery(application));
  const worklet = worklets?.[0];
  return (
    <Empty icon={<History size={24} aria-hidden />} title="Nothing has run yet">
      {worklet ? (
        <FirstRun application={application} worklet={worklet} />
      ) : (
        <p>Make a worklet in the list at the left: it can be called at once, and each call appears here.</p>
      )}
    </Empty>
  );
}

function FirstRun({ application, worklet }: { application: string; worklet: Worklet }) {
  const { data: version } = useQuery(versionQuery(application, worklet.id, worklet.live_version));
  const text = curlOf({
    origin: location.origin,
    application,
    worklet: worklet.id,
    environment: "production",
    input: version ? sampleOf(version.input_schema) : null,
  });
  return (
    <div className="flex w-full min-w-0 flex-col items-center gap-3">
      <p>Every call of a worklet appears here. Make the first one with your API key, or in the browser.</p>
      <div className="w-full max-w-[80vw] text-left text-text sm:max-w-md">
        <CodeText label="the call" text={text} />
      </div>
      <Link href={`/applications/${application}/worklets/${worklet.id}/call`} className={buttonClass("primary")}>
        Run {worklet.name.slice(0, 40)}
      </Link>
    </div>
  );
}
