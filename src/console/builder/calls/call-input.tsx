import { useId, useState } from "react";
import { pointerOf } from "../../../contract/fault.ts";
import type { Json } from "../../../expression/expression.ts";
import { Segments } from "../../parts/segments.tsx";
import { useBuilder } from "../builder-context.ts";
import { ExpressionInput } from "../inspector/expression-input.tsx";
import { usePageScope } from "../inspector/live.tsx";
import { Outcome } from "../inspector/outcome.tsx";
import { JsonField } from "../unfinished/json-field.tsx";
import { inputScope } from "./call-scopes.ts";
import type { EditedCall } from "./use-edited-call.ts";

/** What the worklet gets: the values as they are, or JSON that is made of them. */

type Way = "values" | "own";

export function CallInput({ name, call, set, about }: EditedCall) {
  const { mayEdit } = useBuilder();
  const page = usePageScope();
  const id = useId();
  const [written, setWritten] = useState<unknown>(undefined);
  const scope = inputScope(page, name, call);
  const way: Way = call.input === undefined ? "values" : "own";
  const choose = (next: Way) => {
    setWritten(call.input);
    set("input", next === "values" ? undefined : (written ?? startingInput(Object.keys(call.values))), false);
  };
  return (
    <div data-place={`calls.${name}.input`} className="flex min-w-0 flex-col gap-1.5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="text-sm font-medium" aria-hidden>
          Input
        </span>
        <Segments
          label="What the worklet gets"
          value={way}
          words={{ values: "The values", own: "Own JSON" }}
          disabled={!mayEdit}
          onChange={choose}
        />
      </div>
      {way === "values" && <p className="text-xs text-muted">The worklet's input is an object of the values.</p>}
      {way === "own" && typeof call.input === "string" && (
        <ExpressionInput
          label="Input"
          isLabelHidden
          text={call.input}
          onChange={(text) => set("input", text)}
          scope={scope}
          error={about("input")}
        />
      )}
      {way === "own" && typeof call.input !== "string" && (
        <>
          <JsonField
            label="Input"
            at={pointerOf(["calls", name, "input"])}
            value={call.input}
            onChange={(input) => set("input", input)}
            error={about("input")}
          />
          <Outcome id={id} source={call.input as Json} scope={scope} isTold={about("input") !== undefined} />
          <p className="text-xs text-muted">
            Texts with {"{{ values.NAME }}"} take a value in; what is written as it is is fixed.
          </p>
        </>
      )}
    </div>
  );
}

function startingInput(values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value) => [value, `{{ values.${value} }}`]));
}
