import { CalendarX, ChevronRight, Ellipsis, Pause, Pencil, Play, Trash2 } from "lucide-react";
import { useId, useState } from "react";
import { Link } from "wouter";
import type { ListedSchedule } from "../../contract/schedule.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { Menu, type MenuItem } from "../parts/menu.tsx";
import { Time, useNow } from "../parts/time.tsx";
import { EnabledSwitch } from "./enabled-switch.tsx";
import { FlagNote } from "./flag-note.tsx";
import { Ledger } from "./ledger.tsx";
import { TickOutcome } from "./tick-outcome.tsx";
import { shownTick } from "./tick-words.ts";
import { useScheduleActions } from "./use-schedule-actions.ts";
import { ownZone } from "./zones.ts";

/** A schedule of the application: what it says, when it runs, what became of its last tick, and its ledger when it is opened. */
export function ScheduleRow({
  application,
  schedule,
  name,
  readOnly,
  ask,
}: {
  application: string;
  schedule: ListedSchedule;
  /** Of its worklet. */
  name: string;
  readOnly: boolean;
  ask(what: "edit" | "pause" | "delete"): void;
}) {
  const [isOpen, setOpen] = useState(false);
  const { runNow, change } = useScheduleActions();
  const isPaused = useIsPaused(schedule);
  const { worklet } = schedule;
  const place = { application, worklet, schedule: schedule.id };
  const id = useId();
  const items: MenuItem[] = [
    { label: "Edit", icon: <Pencil size={14} />, run: () => ask("edit") },
    isPaused
      ? { label: "Resume", icon: <Play size={14} />, run: () => void change(place, { paused_until: null }) }
      : { label: "Pause until…", icon: <Pause size={14} />, run: () => ask("pause") },
    "separator",
    { label: "Delete…", icon: <Trash2 size={14} />, danger: true, run: () => ask("delete") },
  ];
  return (
    <li>
      <div className={`${columns} items-start py-2.5`}>
        <IconButton
          label={isOpen ? "Hide its ticks" : "Show its ticks"}
          aria-expanded={isOpen}
          aria-controls={id}
          icon={<ChevronRight size={15} className={isOpen ? "rotate-90" : ""} />}
          onClick={() => setOpen(!isOpen)}
        />
        <div className="min-w-0 pt-1">
          <Link
            href={`/applications/${application}/worklets/${worklet}`}
            title={name}
            className="line-clamp-2 rounded text-sm font-medium break-words underline-offset-2 hover:underline"
          >
            {name}
          </Link>
          <p className="text-sm break-words text-muted">{schedule.sentence}</p>
        </div>
        <div className="col-start-2 min-w-0 text-sm lg:col-start-3 lg:row-start-1 lg:pt-1">
          <NextRun schedule={schedule} isPaused={isPaused} />
        </div>
        <div className="col-start-2 min-w-0 lg:col-start-4 lg:row-start-1 lg:pt-1">
          {schedule.last_tick ? (
            <>
              <p className="mb-0.5 text-xs text-muted">
                <span className="lg:sr-only">Last tick </span>
                <Time at={schedule.last_tick.tick} />
              </p>
              <TickOutcome application={application} worklet={worklet} tick={schedule.last_tick} />
            </>
          ) : (
            <p className="text-xs text-muted">No tick was due yet</p>
          )}
        </div>
        <div className="col-start-3 row-start-1 flex items-center gap-1.5 lg:col-start-5">
          <Button size="small" icon={<Play size={12} aria-hidden />} onClick={() => void runNow(place)}>
            <span className="sr-only sm:not-sr-only">Run now</span>
          </Button>
          <EnabledSwitch place={place} schedule={schedule} readOnly={readOnly} />
          {!readOnly && (
            <Menu
              trigger={<IconButton label={`More about the schedule of ${name}`} icon={<Ellipsis size={15} />} />}
              items={items}
            />
          )}
        </div>
        {schedule.flag && (
          <div className="col-span-full col-start-2">
            <FlagNote flag={schedule.flag} />
          </div>
        )}
      </div>
      <div id={id} hidden={!isOpen} className="border-t border-border bg-page md:pl-8">
        {isOpen && <Ledger place={place} />}
      </div>
    </li>
  );
}

/** One under the other where the window is narrow. */
const columns =
  "grid grid-cols-[1.75rem_minmax(0,1fr)_auto] gap-x-2 gap-y-1.5 px-2 lg:grid-cols-[1.75rem_minmax(0,2fr)_minmax(0,1fr)_minmax(0,1.3fr)_11.5rem]";

/** Names the columns where there are some. */
export function ScheduleHeadings() {
  return (
    <div aria-hidden className={`${columns} hidden border-b border-border py-1.5 text-xs text-muted lg:grid`}>
      <span className="col-start-2">Worklet</span>
      <span>Next run</span>
      <span>Last tick</span>
    </div>
  );
}

function useIsPaused({ paused_until }: ListedSchedule): boolean {
  const now = useNow();
  return paused_until !== null && Date.parse(paused_until) > now;
}

function NextRun({ schedule, isPaused }: { schedule: ListedSchedule; isPaused: boolean }) {
  const [next] = schedule.next_ticks;
  if (!schedule.enabled) return <p className="text-muted">Off</p>;
  if (!next) {
    return (
      <p className="inline-flex items-center gap-1 text-muted">
        <CalendarX size={13} aria-hidden /> Never again
      </p>
    );
  }
  // The sentence beside it says the schedule's own time and zone.
  const { here, reader } = shownTick(next, undefined, ownZone);
  return (
    <>
      <p>
        <span className="lg:sr-only">Next run </span>
        <Time at={next.utc} />
      </p>
      <p className="text-xs text-muted tabular-nums">{reader ?? here}</p>
      {isPaused && schedule.paused_until && (
        <p className="text-xs text-warning">
          Paused until <Time at={schedule.paused_until} as="full" />
        </p>
      )}
    </>
  );
}
