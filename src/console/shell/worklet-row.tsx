import { useQueryClient } from "@tanstack/react-query";
import { Clock, Ellipsis } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import { Link, useRoute } from "wouter";
import type { Worklet } from "../../contract/catalog.ts";
import { problemFrom } from "../api/problem.ts";
import { workletQuery, workletsQuery } from "../api/queries.ts";
import { path, request } from "../api/request.ts";
import { IconButton } from "../parts/button.tsx";
import { focusInPlace } from "../parts/focus.ts";
import { Menu } from "../parts/menu.tsx";
import { relativeText, Time } from "../parts/time.tsx";
import { Tooltip } from "../parts/tooltip.tsx";
import { DeleteWorklet, rowId } from "./delete-worklet.tsx";
import { NameInput } from "./name-input.tsx";
import { useWorkletActions } from "./worklet-actions.tsx";

const SettingsDialog = lazy(async () => ({
  default: (await import("../settings/settings-dialog.tsx")).SettingsDialog,
}));

/** A worklet in the list: its name, what there is to know at a glance, and its menu. */
export function WorkletRow({ application, worklet }: { application: string; worklet: Worklet }) {
  const address = `/applications/${application}/worklets/${worklet.id}`;
  const [isHere] = useRoute(`${address}/*?`);
  const [shown, setShown] = useState<"rename" | "settings" | "delete" | null>(null);
  const link = useRef<HTMLAnchorElement>(null);
  const actions = useWorkletActions(application, worklet, setShown);
  const endRename = () => {
    setShown(null);
    focusInPlace(() => link.current);
  };
  if (shown === "rename") {
    return (
      <li>
        <RenameWorklet application={application} worklet={worklet} close={endRename} />
      </li>
    );
  }
  return (
    <li
      className={`group flex h-8 items-center rounded-md pr-1 ${isHere ? "bg-surface-3" : "hover:bg-surface-2 focus-within:bg-surface-2"}`}
    >
      <Link
        ref={link}
        id={rowId(worklet.id)}
        href={address}
        aria-current={isHere ? "page" : undefined}
        title={worklet.name}
        className={`min-w-0 flex-1 truncate rounded-md px-2 leading-8 text-sm ${isHere ? "font-medium" : ""}`}
      >
        {worklet.name}
      </Link>
      <span className="flex items-center gap-1.5 pl-1">
        {worklet.next_tick_at && <NextTick at={worklet.next_tick_at} />}
        {worklet.unpublished && (
          <Tooltip text="Its draft has changes that are not published">
            <span role="img" aria-label="Unpublished changes" className="size-1.5 rounded-full bg-warning" />
          </Tooltip>
        )}
        <Menu
          trigger={
            <IconButton
              label={`More about ${worklet.name}`}
              icon={<Ellipsis size={15} />}
              className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 aria-expanded:opacity-100 pointer-coarse:opacity-100"
            />
          }
          items={actions}
        />
      </span>
      <Suspense fallback={null}>
        {shown === "settings" && (
          <SettingsDialog
            application={application}
            worklet={worklet.id}
            open
            onOpenChange={(open) => !open && setShown(null)}
          />
        )}
      </Suspense>
      <DeleteWorklet
        application={application}
        worklet={worklet}
        open={shown === "delete"}
        onOpenChange={(open) => setShown(open ? "delete" : null)}
      />
    </li>
  );
}

function NextTick({ at }: { at: string }) {
  const words = relativeText(new Date(at).getTime() - Date.now());
  return (
    <Tooltip
      text={
        <>
          Next run <Time at={at} as="full" />
        </>
      }
    >
      <span role="img" aria-label={`Scheduled: next run ${words}`} className="text-muted">
        <Clock size={13} aria-hidden />
      </span>
    </Tooltip>
  );
}

function RenameWorklet({ application, worklet, close }: { application: string; worklet: Worklet; close(): void }) {
  const queries = useQueryClient();
  const [problem, setProblem] = useState<string>();
  const rename = async (name: string) => {
    try {
      const body = { name };
      const address = path`/applications/${application}/worklets/${worklet.id}`;
      const changed = name === worklet.name ? worklet : await request<Worklet>("PATCH", address, { body });
      queries.setQueryData(workletsQuery(application).queryKey, (before) =>
        before?.map((each) => (each.id === worklet.id ? changed : each)),
      );
      await queries.invalidateQueries({ queryKey: workletQuery(application, worklet.id).queryKey, exact: true });
      close();
    } catch (error) {
      setProblem(problemFrom(error).message);
    }
  };
  return (
    <NameInput label="Name of the worklet" initial={worklet.name} problem={problem} keep={rename} cancel={close} />
  );
}
