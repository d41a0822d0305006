import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Zap } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Component, ViewDraft } from "../../../contract/view.ts";
import { problemFrom } from "../../api/problem.ts";
import { workletsQuery } from "../../api/queries.ts";
import { Button } from "../../parts/button.tsx";
import { Menu } from "../../parts/menu.tsx";
import { useNotify } from "../../parts/toast.tsx";
import { useBuilder } from "../builder-context.ts";
import { boundToNewCall, callNameFor, firstUnsaid } from "./call-edit.ts";
import { declaredAtFirst, type Taken } from "./taken.ts";
import { takenQuery } from "./worklet-input.ts";

/** A menu of worklets that makes a call of the one that is chosen, with what it takes. */
export function WorkletMenu({
  children,
  onChoose,
}: {
  children: React.ReactNode;
  /** `isHere`: the menu is still shown, so that whoever chose may be led on. */
  onChoose(worklet: string, taken: readonly Taken[], isHere: boolean): void;
}) {
  const { application } = useBuilder();
  const { data: worklets, isPending } = useQuery(workletsQuery(application));
  const [asked, choose] = useChoice(onChoose);
  const none = isPending ? "Loading the worklets…" : "This application has no worklets yet.";
  const items = (worklets ?? []).map(({ id, name }) => ({
    label: (
      <span className="flex flex-col py-0.5">
        {name}
        <span className="font-mono text-xs text-muted">{id}</span>
      </span>
    ),
    run: () => void choose(id),
  }));
  return (
    <Menu
      trigger={
        <Button
          size="small"
          weight="ghost"
          busy={asked !== null}
          icon={<Plus size={13} aria-hidden />}
          className="-ml-2 max-w-full self-start"
        >
          <span className="truncate">{asked === null ? children : `Asking what ${asked} takes…`}</span>
        </Button>
      }
      items={items.length > 0 ? items : [{ label: none, disabled: true, run: () => {} }]}
    />
  );
}

const mostMs = 5_000;

/** The call is made when it is known what it takes, so that it does not run without; when that cannot be known, without. */
function useChoice(onChoose: (worklet: string, taken: readonly Taken[], isHere: boolean) => void) {
  const { application } = useBuilder();
  const queries = useQueryClient();
  const { notify } = useNotify();
  const [asked, setAsked] = useState<string | null>(null);
  const latest = useRef<typeof onChoose | null>(null);
  useEffect(() => {
    latest.current = onChoose;
    return () => {
      latest.current = null;
    };
  }, [onChoose]);
  const choose = async (worklet: string) => {
    setAsked(worklet);
    const taken = await inTime(queries.fetchQuery(takenQuery(application, worklet))).catch((error: unknown) => {
      const { message } = problemFrom(error);
      notify({ title: `It is not known what ${worklet} takes`, detail: `${message} The call has no values yet.` });
      return [];
    });
    setAsked(null);
    const now = latest.current;
    (now ?? onChoose)(worklet, declaredAtFirst(taken), now !== null);
  };
  return [asked, choose] as const;
}

function inTime<Value>(promise: Promise<Value>): Promise<Value> {
  const late = new Promise<never>((_, refuse) =>
    setTimeout(() => refuse(new Error("The answer took too long.")), mostMs),
  );
  return Promise.race([promise, late]);
}

/** Beside a property that is still empty: a call, and its data in the property, in one step. */
export function NewCallMenu({ component: { id }, property }: { component: Component; property: string }) {
  const { draft, change, reveal } = useBuilder();
  const calls = Object.keys(draft.calls);
  return (
    <WorkletMenu
      onChoose={(worklet, taken, isHere) => {
        const bound = (before: ViewDraft) => boundToNewCall(before, { component: id, property }, worklet, taken);
        change({ label: `Show ${worklet} in ${id}` }, bound);
        // Something else was written there meanwhile, or the component is gone.
        if (bound(draft) === draft) return;
        const unsaid = firstUnsaid(taken);
        // This menu is gone then.
        if (isHere)
          reveal(unsaid === null ? `${id}.${property}` : `calls.${callNameFor(draft, worklet)}.values.${unsaid}`);
      }}
    >
      {calls.length === 0 ? "Fill it from a worklet" : "Fill it from a new call"}
    </WorkletMenu>
  );
}

/** Beside a property that shows what a call gives: to the call. */
export function CallLink({ value }: { value: unknown }) {
  const { draft, reveal } = useBuilder();
  const [, name = ""] = typeof value === "string" ? (/\bcalls\.([A-Za-z_]\w*)/.exec(value) ?? []) : [];
  if (!Object.hasOwn(draft.calls, name)) return null;
  return (
    <Button size="small" weight="ghost" className="-ml-2 max-w-full self-start" onClick={() => reveal(`calls.${name}`)}>
      <Zap size={13} aria-hidden className="shrink-0" />
      <span className="truncate">Settings of the call {name}</span>
    </Button>
  );
}
