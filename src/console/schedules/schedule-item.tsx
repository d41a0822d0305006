import { ChevronRight, Play, Trash2, X } from "lucide-react";
import { useEffect, useId, useRef } from "react";
import { IconButton } from "../parts/button.tsx";
import { Time } from "../parts/time.tsx";
import { EnabledSwitch } from "./enabled-switch.tsx";
import { FlagNote } from "./flag-note.tsx";
import { ScheduleFields } from "./schedule-fields.tsx";
import { useScheduleActions } from "./use-schedule-actions.ts";
import type { EditedSchedule, SectionProps } from "./use-schedule-edits.ts";

/** One of several schedules in the dialog: a line, and its fields when it is opened. */
export function ScheduleItem({
  item,
  isOpen,
  setOpen,
  askDelete,
  ...props
}: SectionProps & { item: EditedSchedule; isOpen: boolean; setOpen(isOpen: boolean): void; askDelete(): void }) {
  const { application, worklet, edits, readOnly } = props;
  const { schedule } = item;
  const { runNow } = useScheduleActions();
  const place = { application, worklet, schedule: schedule?.id ?? "" };
  const element = useRef<HTMLLIElement>(null);
  const id = useId();
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was open from the beginning is brought into sight.
  useEffect(() => {
    if (isOpen) element.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <li ref={element} className="px-3 py-2">
      <div className="flex items-center gap-2">
        {schedule === null ? (
          <p className="min-w-0 flex-1 text-sm font-medium">New schedule, not saved yet</p>
        ) : (
          <button
            type="button"
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={() => setOpen(!isOpen)}
            className="flex min-w-0 flex-1 items-start gap-1.5 rounded text-left"
          >
            <ChevronRight size={14} aria-hidden className={`mt-0.5 shrink-0 text-muted ${isOpen ? "rotate-90" : ""}`} />
            <span className="min-w-0">
              <span className="block text-sm break-words">
                {schedule.sentence}
                {item.isDirty && <span className="ml-1.5 text-xs text-warning">edited</span>}
              </span>
              <span className="text-xs text-muted">
                {schedule.enabled ? (
                  schedule.next_ticks[0] ? (
                    <>
                      Next run <Time at={schedule.next_ticks[0].utc} />
                    </>
                  ) : (
                    "Never runs again"
                  )
                ) : (
                  "Off"
                )}
              </span>
            </span>
          </button>
        )}
        {schedule === null ? (
          <IconButton label="Discard the new schedule" icon={<X size={14} />} onClick={() => edits.discard(item.key)} />
        ) : (
          <>
            <IconButton label="Run now" icon={<Play size={14} />} onClick={() => void runNow(place)} />
            {!readOnly && <IconButton label="Delete" icon={<Trash2 size={14} />} onClick={askDelete} />}
            <EnabledSwitch place={place} schedule={schedule} readOnly={readOnly} />
          </>
        )}
      </div>
      {schedule?.flag && <FlagNote flag={schedule.flag} />}
      <div id={id} hidden={!isOpen}>
        {isOpen && (
          <div className="pt-3 pb-2">
            <ScheduleFields {...props} item={item} change={(members) => edits.change(item.key, members)} />
          </div>
        )}
      </div>
    </li>
  );
}
