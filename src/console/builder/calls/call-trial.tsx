import { useMutation } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useEffect, useRef } from "react";
import type { Call } from "../../../contract/view.ts";
import type { ViewCallAnswer } from "../../../contract/view-call.ts";
import type { Json } from "../../../expression/expression.ts";
import { problemFrom } from "../../api/problem.ts";
import { path, request } from "../../api/request.ts";
import { JsonTree } from "../../json/json-tree.tsx";
import { Button } from "../../parts/button.tsx";
import { isOpen } from "../../parts/run-status.tsx";
import { useBuilder } from "../builder-context.ts";
import { usePageScope } from "../inspector/live.tsx";

/** Runs a call of the trigger `event` without its event, with the values that it has now. */
export function CallTrial({ name, call }: { name: string; call: Call }) {
  const { application, view } = useBuilder();
  const { read } = usePageScope();
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const trial = useMutation({
    mutationFn: () => {
      stop.current?.abort();
      stop.current = new AbortController();
      const declared = Object.entries(call.values).filter(([, { from }]) => from !== undefined);
      const values = Object.fromEntries(
        declared.map(([value]) => [value, read(`calls.${name}.values.${value}`).value]),
      );
      return runCall({ application, view, name, call, values, signal: stop.current.signal });
    },
  });
  const missing = Object.entries(call.values).flatMap(([value, { from }]) => (from === undefined ? [value] : []));
  const answer = trial.data;
  const error = trial.error ? problemFrom(trial.error).message : (answer?.error?.message ?? null);
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <Button
        size="small"
        className="self-start"
        busy={trial.isPending}
        icon={<Play size={12} aria-hidden />}
        onClick={() => trial.mutate()}
      >
        Run now
      </Button>
      <p className="text-xs text-muted">
        Runs {call.worklet} for real, with the values as they are now
        {missing.length > 0 && `; ${missing.join(", ")} only an action gives`}.
      </p>
      {error !== null && (
        <p role="alert" className="text-xs break-words text-danger">
          {error}
        </p>
      )}
      {answer !== undefined && error === null && (
        <div className="max-h-64 min-w-0 overflow-auto rounded bg-surface p-1.5">
          <JsonTree value={answer.output} label={`Answer of ${name}`} rootName="output" />
        </div>
      )}
    </div>
  );
}

type Trial = {
  application: string;
  view: string;
  name: string;
  call: Call;
  values: Record<string, Json>;
  signal: AbortSignal;
};

const waitSeconds = 20;

/** The answer of the run when it is over. */
async function runCall({ application, view, name, call, values, signal }: Trial): Promise<ViewCallAnswer> {
  const id = crypto.randomUUID();
  const calls = path`/applications/${application}/views/${view}/draft/calls/${name}`;
  const body = { call_id: id, values, call };
  let answer = await request<ViewCallAnswer>("POST", calls, { body, signal });
  while (isOpen(answer.status)) {
    const query = { worklet: call.worklet, wait: waitSeconds };
    answer = await request<ViewCallAnswer>("GET", `${calls}/${id}`, { query, signal });
  }
  return answer;
}
