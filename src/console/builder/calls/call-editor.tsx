import { useQuery } from "@tanstack/react-query";
import { pointerOf } from "../../../contract/fault.ts";
import type { Call } from "../../../contract/view.ts";
import { viewLimits } from "../../../contract/view-limits.ts";
import type { Json } from "../../../expression/expression.ts";
import { workletsQuery } from "../../api/queries.ts";
import { Disclosure } from "../../graph/fields/disclosure.tsx";
import { Elsewhere } from "../../graph/kinds/called-settings.tsx";
import { Field } from "../../parts/field.tsx";
import { Segments } from "../../parts/segments.tsx";
import { Select } from "../../parts/select.tsx";
import { runQuery } from "../../runs/run-queries.ts";
import { useBuilder } from "../builder-context.ts";
import { NamePicker } from "../inspector/actions/pickers.tsx";
import { withCall, withProperty } from "../inspector/edit.ts";
import { ExpressionInput } from "../inspector/expression-input.tsx";
import { NumberField } from "../inspector/literal-input.tsx";
import { usePageScope } from "../inspector/live.tsx";
import { dataOf, showersOf, withTrigger } from "./call-edit.ts";
import { CallInput } from "./call-input.tsx";
import { outputScope } from "./call-scopes.ts";
import { CallState } from "./call-state.tsx";
import { CallValues } from "./call-values.tsx";
import { type EditedCall, useEditedCall } from "./use-edited-call.ts";

/** Everything about one call. */
export function CallEditor({ name, call }: { name: string; call: Call }) {
  const edited = useEditedCall(name, call);
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <WorkletField {...edited} />
      <TriggerField {...edited} />
      <Part title="Values" hint="All that the browser may send.">
        <CallValues name={name} call={call} />
      </Part>
      <Part
        title="On the server"
        hint="What stands here never leaves the server: nobody who opens the page sees it or can change it."
      >
        <CallInput {...edited} />
        <OutputField {...edited} />
      </Part>
      <Timing {...edited} />
      <CallState name={name} call={call} />
      <UseAsData {...edited} />
    </div>
  );
}

function Part({ title, hint, children }: { title: string; hint: string; children: React.ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div>
        <h5 className="text-sm font-medium">{title}</h5>
        <p className="text-xs text-muted">{hint}</p>
      </div>
      {children}
    </div>
  );
}

function WorkletField({ call, set, about }: EditedCall) {
  const { application, mayEdit } = useBuilder();
  const { data: worklets } = useQuery(workletsQuery(application));
  const known = (worklets ?? []).map(({ id, name }) => ({ value: id, label: name, hint: id }));
  const isKnown = known.some(({ value }) => value === call.worklet);
  const isGone = worklets !== undefined && !isKnown;
  return (
    <Field
      label="Worklet"
      error={about("worklet") ?? (isGone ? `This application has no worklet ${call.worklet}.` : undefined)}
      hint={
        isGone ? undefined : (
          <Elsewhere to={`/applications/${application}/worklets/${call.worklet}`}>Open {call.worklet}</Elsewhere>
        )
      }
    >
      {(field) => (
        <Select
          field={field}
          value={call.worklet}
          choices={isKnown ? known : [{ value: call.worklet, label: call.worklet }, ...known]}
          disabled={!mayEdit}
          onChange={(worklet) => set("worklet", worklet, false)}
        />
      )}
    </Field>
  );
}

function TriggerField({ name, call }: EditedCall) {
  const { change, mayEdit } = useBuilder();
  return (
    <div className="flex flex-col gap-1">
      <span className="text-sm font-medium" aria-hidden>
        Runs
      </span>
      <Segments
        label="When it runs"
        value={call.trigger}
        words={{ binding: "By itself", event: "By an action" }}
        disabled={!mayEdit}
        onChange={(trigger) =>
          change({ label: `Change trigger of ${name}` }, (before) =>
            withCall(before, name, (each) => withTrigger(each, trigger)),
          )
        }
      />
      <p className="text-xs text-muted">
        {call.trigger === "binding"
          ? "When the page is loaded, and whenever its values change."
          : "When the action “Run a call” says so: for calls that write."}
      </p>
    </div>
  );
}

function OutputField({ name, call, set, about }: EditedCall) {
  const { application } = useBuilder();
  const page = usePageScope();
  const runId = page.read(`calls.${name}.run_id`).value;
  const at = { application, worklet: call.worklet, run: typeof runId === "string" ? runId : "" };
  const { data: run } = useQuery({ ...runQuery(at), enabled: at.run !== "" });
  const output = run?.status === "SUCCEEDED" ? ((run.worklet_output ?? null) as Json) : undefined;
  return (
    <div data-place={`calls.${name}.output`}>
      <ExpressionInput
        label="Output"
        form="bare"
        text={call.output ?? ""}
        onChange={(text) => set("output", text === "" ? undefined : text)}
        scope={outputScope(page, name, call, output)}
        error={about("output")}
        placeholder="all of it"
        hint="An expression over output that decides what the browser gets."
      />
    </div>
  );
}

function Timing({ name, call, set, about }: EditedCall) {
  const { mayEdit } = useBuilder();
  const page = usePageScope();
  const isBinding = call.trigger === "binding";
  const condition = call.only_when === undefined ? "" : "only when, ";
  const summary = isBinding
    ? `${condition}after ${call.debounce_ms} ms of rest`
    : `a new run ${call.overlap === "allow" ? "joins" : "cancels"}`;
  const isWrong = ["only_when", "debounce_ms", "overlap"].some((member) => about(member) !== undefined);
  return (
    <Disclosure title="When and how" summary={summary} isWrong={isWrong}>
      {(isBinding || call.only_when !== undefined) && (
        <div data-place={`calls.${name}.only_when`}>
          <ExpressionInput
            label="Only when"
            form="condition"
            text={call.only_when ?? ""}
            onChange={(text) => set("only_when", text === "" ? undefined : text)}
            scope={page}
            error={about("only_when")}
            placeholder="search.value != ''"
            hint="While it does not hold the call is off: nothing runs, and its data is null."
          />
        </div>
      )}
      {isBinding && (
        <div data-place={`calls.${name}.debounce_ms`} className="flex flex-col gap-1">
          <span className="text-sm font-medium" aria-hidden>
            Rest before it runs, in ms
          </span>
          <NumberField
            label="Rest before it runs, in ms"
            at={pointerOf(["calls", name, "debounce_ms"])}
            value={call.debounce_ms}
            onChange={(value) => set("debounce_ms", value ?? 250)}
            least={0}
            most={viewLimits.debounceMs}
            isWhole
            isNeeded
            error={about("debounce_ms")}
          />
        </div>
      )}
      {(!isBinding || call.overlap === "allow") && (
        <Field label="A new run while one is under way" error={about("overlap")}>
          {(field) => (
            <Select
              field={field}
              value={call.overlap}
              choices={[
                { value: "cancel", label: "Cancels it" },
                { value: "allow", label: "Both run", hint: "For calls that write; the newest is shown." },
              ]}
              disabled={!mayEdit}
              onChange={(overlap) => set("overlap", overlap, false)}
            />
          )}
        </Field>
      )}
    </Disclosure>
  );
}

/** Shows the call's data in a component, without writing an expression. */
function UseAsData({ name }: EditedCall) {
  const { draft, change, select, mayEdit } = useBuilder();
  const shown = showersOf(draft);
  if (!mayEdit || shown.length === 0) return null;
  const using = shown.filter(({ properties }) => JSON.stringify(properties.data ?? "").includes(`calls.${name}.`));
  const free = shown.filter((component) => !using.includes(component));
  if (free.length === 0) return null;
  return (
    <NamePicker
      label="Use as data of"
      value=""
      placeholder="Choose a component…"
      names={free.map(({ id }) => id)}
      hints={Object.fromEntries(
        free.map(({ id, properties }) => [
          id,
          properties.data === undefined ? "It has no data yet." : "Replaces its data.",
        ]),
      )}
      hint={using.length > 0 ? `Shown by ${using.map(({ id }) => id).join(", ")}.` : undefined}
      onChange={(id) => {
        change({ label: `Show ${name} in ${id}` }, (before) => withProperty(before, id, "data", dataOf(name)));
        select([id]);
      }}
    />
  );
}
