import { type ReactNode, useId } from "react";
import { usePage, useReadings } from "../page/page-context.ts";
import { useComponent } from "../page/use-component.ts";
import type { Drawn } from "./drawn.ts";
import { type Advance, advanceOf } from "./progress/advance.ts";

/** How far a run has come, with a button that cancels it. */
export function Progress({ component }: Drawn) {
  const { values } = useComponent(component.id, "progress");
  const page = usePage();
  const call = page.triggerOf(values.call) === null ? null : values.call;
  const members = call === null ? [] : ["data", "error", "loading", "progress", "run_id"];
  const readings = useReadings(members.map((member) => `calls.${call}.${member}`));
  const id = useId();
  if (call === null) {
    return (
      <Shell id={id} label={values.label}>
        <p className="text-sm text-muted">{values.call === "" ? "No call is chosen." : "There is no such call."}</p>
      </Shell>
    );
  }
  const advance = advanceOf((member) => readings[`calls.${call}.${member}`]?.value ?? null);
  const isUnderWay = advance.state === "under_way";
  return (
    <Shell id={id} label={values.label}>
      <div className="flex min-h-7 min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <span role="status" className={`min-w-0 font-medium wrap-anywhere ${looks[advance.state]}`}>
          {advance.words}
        </span>
        {advance.counts !== "" && <span className="text-muted tabular-nums">{advance.counts}</span>}
        {isUnderWay && values.cancelable && (
          <button
            type="button"
            onClick={() => page.cancel(call)}
            className="ml-auto h-7 rounded-md border border-border-strong/45 bg-surface px-2.5 text-xs font-medium hover:bg-surface-2"
          >
            Cancel
          </button>
        )}
      </div>
      {isUnderWay && <Bar advance={advance} label={values.label || "Progress"} />}
      {advance.error !== "" && <p className="text-sm wrap-anywhere text-muted">{advance.error}</p>}
    </Shell>
  );
}

const looks: Readonly<Record<Advance["state"], string>> = {
  idle: "text-muted",
  under_way: "text-text",
  succeeded: "text-success",
  failed: "text-danger",
};

function Shell({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is filled in.
    <div role="group" aria-labelledby={label === "" ? undefined : id} className="flex min-w-0 flex-col gap-1">
      {label !== "" && (
        <span id={id} className="text-sm font-medium wrap-anywhere">
          {label}
        </span>
      )}
      {children}
    </div>
  );
}

const barLook = "h-2 w-full appearance-none overflow-hidden rounded-full border-0";
const filledLook =
  "bg-surface-3 [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-surface-3 [&::-webkit-progress-value]:bg-accent";
/** Nobody knows how much there is: it only breathes. */
const openLook =
  "animate-pulse-soft bg-accent [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-accent opacity-50";

function Bar({ advance: { done, total, counts }, label }: { advance: Advance; label: string }) {
  if (total === null) return <progress aria-label={label} className={`${barLook} ${openLook}`} />;
  return (
    <progress
      aria-label={label}
      aria-valuetext={counts}
      max={total}
      value={done}
      className={`${barLook} ${filledLook}`}
    />
  );
}
