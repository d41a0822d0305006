import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useMemo } from "react";
import type { DecisionBlock } from "../../../contract/graph.ts";
import { useDraft } from "../../draft/draft-context.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import { Menu } from "../../parts/menu.tsx";
import { useNotify } from "../../parts/toast.tsx";
import { useBlock } from "../block-context.ts";
import { changeDecision, unwrittenCondition } from "../edit.ts";
import { ExpressionInput } from "../fields/expression-input.tsx";
import { ancestorsOf, flowOf } from "../flow.ts";
import { targetsOf, withOtherwise } from "../settle.ts";
import { DecisionTargets } from "./decision-targets.tsx";

/** The branches of a decision: the first whose condition holds is taken. */
export function DecisionSettings({ block }: { block: DecisionBlock }) {
  const { scopes, isReadOnly, about, change } = useBlock();
  const rewire = useRewire(block);
  const followers = useFollowers(block.id);
  const { branches, otherwise = [] } = block;
  const setBranches = (next: DecisionBlock["branches"]) => rewire((before) => ({ ...before, branches: next }));
  const setNext = (at: number, next: string[]) =>
    setBranches(branches.map((branch, place) => (place === at ? { ...branch, next } : branch)));
  const write = (at: number, when: string) =>
    change((before) => {
      if (before.kind !== "decision") return before;
      return {
        ...before,
        branches: before.branches.map((branch, place) => (place === at ? { ...branch, when } : branch)),
      };
    }, `branches.${at}`);
  return (
    <div className="flex flex-col gap-3">
      <ol className="flex flex-col gap-3">
        {branches.map((branch, at) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a branch has nothing else to be told apart by; its fields follow the draft.
            key={at}
            className="flex flex-col gap-2 rounded-lg border border-border p-2.5"
          >
            <BranchHead
              at={at}
              count={branches.length}
              move={(by) => setBranches(moved(branches, at, by))}
              remove={() => setBranches(branches.filter((_, place) => place !== at))}
              canRemove={branches.length > 1 || otherwise.length > 0}
            />
            <ExpressionInput
              label={`Condition of branch ${at + 1}`}
              isLabelHidden
              form="condition"
              text={branch.when}
              onChange={(when) => write(at, when)}
              scope={scopes.own}
              error={about(`/branches/${at}`)}
              placeholder="{{ input.text != '' }}"
              multiline
            />
            <DecisionTargets
              label={`branch ${at + 1}`}
              ids={branch.next}
              choices={followers}
              onChange={(next) => setNext(at, next)}
            />
          </li>
        ))}
      </ol>
      {!isReadOnly && (
        <Menu
          trigger={
            <Button size="small" icon={<Plus size={13} aria-hidden />} className="self-start">
              Add branch to…
            </Button>
          }
          items={followers.map((id) => ({
            label: id,
            run: () => setBranches([...branches, { when: unwrittenCondition, next: [id] }]),
          }))}
        />
      )}
      <div className="flex flex-col gap-2 rounded-lg border border-border p-2.5">
        <p className="text-sm font-medium">Otherwise</p>
        <DecisionTargets
          label="otherwise"
          ids={otherwise}
          choices={followers}
          onChange={(next) => rewire((before) => withOtherwise(before, next))}
        />
        {otherwise.length === 0 && (
          <p className="text-xs text-muted">When no condition holds the run ends here, and its input is handed on.</p>
        )}
      </div>
    </div>
  );
}

function BranchHead({
  at,
  count,
  move,
  remove,
  canRemove,
}: {
  at: number;
  count: number;
  move(by: number): void;
  remove(): void;
  canRemove: boolean;
}) {
  const { isReadOnly } = useBlock();
  return (
    <div className="flex h-6 items-center">
      <p className="flex-1 text-sm font-medium">{at === 0 ? "If" : "Else if"}</p>
      {!isReadOnly && (
        <>
          <IconButton
            label={`Move branch ${at + 1} up`}
            icon={<ArrowUp size={14} aria-hidden />}
            disabled={at === 0}
            onClick={() => move(-1)}
          />
          <IconButton
            label={`Move branch ${at + 1} down`}
            icon={<ArrowDown size={14} aria-hidden />}
            disabled={at === count - 1}
            onClick={() => move(1)}
          />
          <IconButton
            label={`Delete branch ${at + 1}`}
            icon={<Trash2 size={14} aria-hidden />}
            disabled={!canRemove}
            onClick={remove}
          />
        </>
      )}
    </div>
  );
}

/** Changes where a decision leads; what nothing leads to any more becomes a start. */
function useRewire(block: DecisionBlock): (recipe: (before: DecisionBlock) => DecisionBlock) => void {
  const { draft, isReadOnly, change } = useDraft();
  const { notify } = useNotify();
  return (recipe) => {
    if (isReadOnly) return;
    if (targetsOf(recipe(block)).length === 0) {
      notify({
        title: "A decision leads to at least one block",
        detail: "Connect it to another one first, or delete it.",
      });
      return;
    }
    const edited = changeDecision(draft.graph, block.id, recipe);
    change((before) => ({
      ...before,
      graph: before.graph === draft.graph ? edited : changeDecision(before.graph, block.id, recipe),
    }));
  };
}

/** The blocks that may follow: those that do not run before. */
function useFollowers(id: string): string[] {
  const { draft } = useDraft();
  return useMemo(() => {
    const flow = flowOf(draft.graph);
    const before = ancestorsOf(flow, [id]);
    return flow.ids.filter((other) => !before.has(other));
  }, [draft.graph, id]);
}

function moved<T>(list: readonly T[], at: number, by: number): T[] {
  const others = list.filter((_, place) => place !== at);
  return [...others.slice(0, at + by), ...list.slice(at, at + 1), ...others.slice(at + by)];
}
