import type { Block } from "../../contract/graph.ts";
import { limits } from "../../contract/limits.ts";
import { Field, Switch } from "../parts/field.tsx";
import { Select } from "../parts/select.tsx";
import { durationText } from "../parts/time.tsx";
import { useBlock, withMember } from "./block-context.ts";
import { Disclosure } from "./fields/disclosure.tsx";
import { ExpressionInput } from "./fields/expression-input.tsx";
import { NumberInput } from "./fields/number-input.tsx";
import { ValueInput } from "./fields/value-input.tsx";

/** The settings that every kind of block has: its input, once for each item, retries, time. A decision has the input only. */

type Repeated = Exclude<Block, { kind: "decision" }>;

export function InputSettings() {
  const { block, scopes, about, change } = useBlock();
  const isEach = block.kind !== "decision" && block.each !== undefined;
  const as = block.input === undefined ? "as it comes" : typeof block.input === "string" ? block.input : "mapped";
  return (
    <Disclosure title="Input" summary={as} open={block.input !== undefined} isWrong={about("/input") !== undefined}>
      <ValueInput
        label="Input of the block"
        member="input"
        value={block.input}
        onChange={(value, merge) => change((before) => withMember(before, "input", value), merge)}
        scope={scopes.mapping}
        absentWord="As it comes"
        hint={isEach ? "Each item is the input as it is." : "What the block before gives is the input, unchanged."}
      />
    </Disclosure>
  );
}

export function RunSettings() {
  const { block, about } = useBlock();
  if (block.kind === "decision") return null;
  const isWrong = ["/each", "/retry", "/timeout_ms"].some((member) => about(member) !== undefined);
  const set = [
    ...(block.each ? ["each item"] : []),
    ...(block.retry ? [`${block.retry.max_attempts} attempts`] : []),
    ...(block.timeout_ms ? [durationText(block.timeout_ms)] : []),
  ];
  return (
    <Disclosure title="How it runs" summary={set.join(" · ") || "once, as the worklet says"} isWrong={isWrong}>
      <EachSettings block={block} />
      <RetrySettings block={block} />
      <TimeSettings block={block} />
    </Disclosure>
  );
}

function EachSettings({ block: { each } }: { block: Repeated }) {
  const { scopes, isReadOnly, about, change } = useBlock();
  const set = (next: Repeated["each"], merge?: string) => change((before) => withMember(before, "each", next), merge);
  return (
    <div className="flex flex-col gap-3">
      <Switch
        label="Once for each item of a list"
        hint="In its input and expressions item and index are known then."
        checked={each !== undefined}
        disabled={isReadOnly}
        onChange={(isOn) => set(isOn ? { items: "{{ input }}", concurrency: 10, on_error: "fail" } : undefined)}
      />
      {each && (
        <div className="ml-10 flex flex-col gap-3">
          <ExpressionInput
            label="Items"
            text={each.items}
            onChange={(items) => set({ ...each, items }, "each.items")}
            scope={scopes.items}
            error={about("/each/items")}
            placeholder="{{ input.items }}"
          />
          <div className="grid grid-cols-2 gap-3">
            <NumberInput
              label="At a time"
              value={each.concurrency}
              least={1}
              most={100}
              onChange={(concurrency) => concurrency && set({ ...each, concurrency }, "each.concurrency")}
            />
            <Field label="When an item fails">
              {(field) => (
                <Select
                  field={field}
                  value={each.on_error}
                  disabled={isReadOnly}
                  choices={[
                    { value: "fail", label: "The block fails" },
                    { value: "collect", label: "Collect errors" },
                  ]}
                  onChange={(on_error) => set({ ...each, on_error })}
                />
              )}
            </Field>
          </div>
        </div>
      )}
    </div>
  );
}

const retryWords = { inherit: "As the worklet says", never: "Never", own: "As said here" } as const;

function RetrySettings({ block: { retry } }: { block: Repeated }) {
  const { isReadOnly, change } = useBlock();
  const set = (next: Repeated["retry"], merge?: string) => change((before) => withMember(before, "retry", next), merge);
  const how = retry === undefined ? "inherit" : retry === null ? "never" : "own";
  const begin = { inherit: undefined, never: null, own: { max_attempts: 3, backoff_ms: 1_000, factor: 2 } };
  return (
    <div className="flex flex-col gap-3">
      <Field label="Try again when it fails">
        {(field) => (
          <Select
            field={field}
            value={how}
            disabled={isReadOnly}
            choices={(["inherit", "never", "own"] as const).map((value) => ({ value, label: retryWords[value] }))}
            onChange={(next) => set(begin[next])}
          />
        )}
      </Field>
      {retry && (
        <div className="grid grid-cols-3 gap-3">
          <NumberInput
            label="Attempts"
            value={retry.max_attempts}
            least={1}
            most={20}
            onChange={(max_attempts) => max_attempts && set({ ...retry, max_attempts }, "retry.max_attempts")}
          />
          <NumberInput
            label="Pause (ms)"
            value={retry.backoff_ms}
            least={0}
            most={3_600_000}
            onChange={(backoff_ms) => backoff_ms !== undefined && set({ ...retry, backoff_ms }, "retry.backoff_ms")}
          />
          <NumberInput
            label="Then times"
            value={retry.factor}
            least={1}
            most={10}
            isWhole={false}
            onChange={(factor) => factor && set({ ...retry, factor }, "retry.factor")}
          />
        </div>
      )}
    </div>
  );
}

const ownLimits: Record<Repeated["kind"], string> = {
  http: "Empty: 60 seconds.",
  slack: "Empty: 60 seconds.",
  model: "Empty: as long as the model may take.",
  code: "Empty: 14 minutes.",
  worklet: "Empty: 14 minutes.",
};

function TimeSettings({ block: { kind, timeout_ms } }: { block: Repeated }) {
  const { about, change } = useBlock();
  return (
    <NumberInput
      label="Time of one attempt (ms)"
      value={timeout_ms}
      least={1}
      most={limits.blockTimeoutMs}
      optional
      hint={ownLimits[kind]}
      error={about("/timeout_ms")}
      onChange={(value) => change((before) => withMember(before, "timeout_ms", value), "timeout_ms")}
    />
  );
}
