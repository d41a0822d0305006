import { ArrowDown, ArrowUp, ChevronRight, Copy, Ellipsis, Trash2 } from "lucide-react";
import type { Action } from "../../../../contract/view.ts";
import { viewLimits } from "../../../../contract/view-limits.ts";
import { IconButton } from "../../../parts/button.tsx";
import { Menu } from "../../../parts/menu.tsx";
import { useBuilder } from "../../builder-context.ts";
import { withPart } from "../edit.ts";
import type { Scope } from "../scope.ts";
import { ActionFields } from "./action-fields.tsx";
import { actionWords, sentenceOf } from "./action-words.ts";
import { CommonFields } from "./common-fields.tsx";
import { errorScope, successScope } from "./event-scope.ts";

/** What a list of actions is drawn with. */
export type ActionListProps = {
  label: string;
  actions: readonly Action[];
  /** Where the list stands in the document. */
  pointer: string;
  scope: Scope;
  /** 1 for the list of an event; lists in lists go on counting. */
  depth: number;
  /** `merge` names the step that is typed. */
  onChange(actions: readonly Action[], merge?: string): void;
};

export type ActionItemProps = {
  action: Action;
  at: number;
  count: number;
  pointer: string;
  scope: Scope;
  depth: number;
  isOpen: boolean;
  onToggle(): void;
  onChange(action: Action, merge?: string): void;
  onMove(to: number): void;
  onDuplicate(): void;
  onRemove(): void;
  /** How the lists after it are drawn: this file stands below that one. */
  List: React.ComponentType<ActionListProps>;
};

/** One action: a sentence, and its fields when it is open. */
export function ActionItem(props: ActionItemProps) {
  const { action, at, pointer, scope, depth, isOpen, onToggle, onChange, List } = props;
  const { wrongs } = useBuilder();
  const own = wrongs.filter(({ path }) => path === pointer || path.startsWith(`${pointer}/`));
  const said = own.filter(({ path }) => path === pointer);
  const press = (event: React.KeyboardEvent) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    event.stopPropagation();
    props.onMove(event.key === "ArrowUp" ? at - 1 : at + 1);
  };
  const set = (member: string, value: unknown, isTyped = true) =>
    onChange(withPart(action, member, value), isTyped ? member : undefined);
  return (
    <li className={`min-w-0 rounded-md border bg-surface ${own.length > 0 ? "border-danger" : "border-border"}`}>
      <div className="flex items-center">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={onToggle}
          onKeyDown={press}
          className="flex min-h-8 min-w-0 flex-1 items-center gap-1.5 rounded-md px-1.5 py-1 text-left text-xs"
        >
          <ChevronRight
            size={13}
            aria-hidden
            className={`shrink-0 text-muted transition-transform ${isOpen ? "rotate-90" : ""}`}
          />
          <span className={isOpen ? "truncate font-medium" : "line-clamp-2 min-w-0 break-words"}>
            {isOpen ? actionWords[action.action].name : sentenceOf(action)}
          </span>
          {own.length > 0 && <span className="sr-only">, has a problem</span>}
        </button>
        <ActionMenu {...props} />
      </div>
      {isOpen && (
        <div className="flex min-w-0 flex-col gap-3 border-t border-border p-2">
          {said.map(({ message }) => (
            <p key={message} role="alert" className="text-xs break-words text-danger">
              {message}
            </p>
          ))}
          <ActionFields action={action} pointer={pointer} scope={scope} set={set} />
          <CommonFields action={action} pointer={pointer} scope={scope} set={set} />
          {depth < viewLimits.actionDepth && (
            <>
              <After
                words="Then"
                tells="When it succeeded; these know output."
                member="on_success"
                {...{ action, pointer, depth, onChange, List }}
                scope={successScope(scope, action)}
              />
              <After
                words="On error"
                tells="When it failed; these know error. Without any, the page tells the failure."
                member="on_error"
                {...{ action, pointer, depth, onChange, List }}
                scope={errorScope(scope)}
              />
            </>
          )}
        </div>
      )}
    </li>
  );
}

function ActionMenu({ action, at, count, onMove, onDuplicate, onRemove }: ActionItemProps) {
  const { mayEdit } = useBuilder();
  if (!mayEdit) return null;
  return (
    <Menu
      trigger={
        <IconButton
          label={`More for ${lowerFirst(actionWords[action.action].name)}, action ${at + 1}`}
          icon={<Ellipsis size={14} />}
        />
      }
      items={[
        {
          label: "Move up",
          keys: "alt+arrowup",
          icon: <ArrowUp size={13} />,
          disabled: at === 0,
          run: () => onMove(at - 1),
        },
        {
          label: "Move down",
          keys: "alt+arrowdown",
          icon: <ArrowDown size={13} />,
          disabled: at === count - 1,
          run: () => onMove(at + 1),
        },
        { label: "Duplicate", icon: <Copy size={13} />, run: onDuplicate },
        "separator",
        { label: "Remove", icon: <Trash2 size={13} />, danger: true, run: onRemove },
      ]}
    />
  );
}

/** A list of actions after an action. */
function After({
  words,
  tells,
  member,
  action,
  pointer,
  scope,
  depth,
  onChange,
  List,
}: Pick<ActionItemProps, "action" | "pointer" | "scope" | "depth" | "onChange" | "List"> & {
  words: string;
  tells: string;
  member: "on_success" | "on_error";
}) {
  return (
    <div className="flex min-w-0 flex-col gap-1 border-l-2 border-border pl-2">
      <p className="text-xs">
        <span className="font-medium">{words}</span> <span className="text-muted">{tells}</span>
      </p>
      <List
        label={`${words}: after ${lowerFirst(sentenceOf(action))}`}
        actions={action[member] ?? []}
        pointer={`${pointer}/${member}`}
        scope={scope}
        depth={depth + 1}
        onChange={(next, merge) =>
          onChange(
            withPart(action, member, next.length === 0 ? undefined : next),
            merge === undefined ? undefined : `${member} ${merge}`,
          )
        }
      />
    </div>
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
