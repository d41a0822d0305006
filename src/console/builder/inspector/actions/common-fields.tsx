import type { Action } from "../../../../contract/view.ts";
import { viewLimits } from "../../../../contract/view-limits.ts";
import { Disclosure } from "../../../graph/fields/disclosure.tsx";
import { aboutMember } from "../../../graph/wrongs.ts";
import { useBuilder } from "../../builder-context.ts";
import { ExpressionInput } from "../expression-input.tsx";
import { NumberField } from "../literal-input.tsx";
import type { Scope } from "../scope.ts";

/** What every action may have: when it is left out, how long it waits, what is asked first. */

export type ActionFieldsProps<A extends Action = Action> = {
  action: A;
  pointer: string;
  scope: Scope;
  /** `isTyped`: letters typed into one field are one step. */
  set(member: string, value: unknown, isTyped?: boolean): void;
};

const members = { only_when: "only when", confirm: "asks first", debounce_ms: "waits" } as const;

export function CommonFields({ action, pointer, scope, set }: ActionFieldsProps) {
  const { wrongs } = useBuilder();
  const about = (member: string) => aboutMember(wrongs, `${pointer}/${member}`);
  const names = Object.keys(members) as (keyof typeof members)[];
  const summary = names
    .filter((name) => action[name] !== undefined)
    .map((name) => members[name])
    .join(", ");
  const isWrong = names.some((name) => about(name) !== undefined);
  return (
    <Disclosure title="When and how" summary={summary === "" ? "always, at once" : summary} isWrong={isWrong}>
      <ExpressionInput
        label="Only when"
        text={action.only_when ?? ""}
        form="condition"
        onChange={(text) => set("only_when", text === "" ? undefined : text)}
        scope={scope}
        error={about("only_when")}
        placeholder="event.value != ''"
        hint="A condition; when it does not hold, the action is left out."
      />
      <ExpressionInput
        label="Ask first"
        text={action.confirm ?? ""}
        onChange={(text) => set("confirm", text === "" ? undefined : text)}
        scope={scope}
        error={about("confirm")}
        placeholder="Really?"
        hint="A question; after a no nothing further of the list happens."
      />
      <div className="flex flex-col gap-1">
        <span className="text-sm font-medium" aria-hidden>
          Wait, in ms
        </span>
        <NumberField
          label="Wait, in ms"
          at={`${pointer}/debounce_ms`}
          value={action.debounce_ms}
          onChange={(value) => set("debounce_ms", value)}
          least={1}
          most={viewLimits.debounceMs}
          isWhole
          placeholder="at once"
          error={about("debounce_ms")}
        />
        <p className="text-xs text-muted">When it comes again meanwhile, only the last one happens.</p>
      </div>
    </Disclosure>
  );
}
