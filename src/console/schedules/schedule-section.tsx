import { Play, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "../parts/button.tsx";
import { ConfirmDialog } from "../parts/dialog.tsx";
import { Switch } from "../parts/field.tsx";
import { Failed, Loading } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { ScheduleFields } from "./schedule-fields.tsx";
import { ScheduleItem } from "./schedule-item.tsx";
import { useScheduleActions } from "./use-schedule-actions.ts";
import type { EditedSchedule, SectionProps } from "./use-schedule-edits.ts";

/** When a worklet runs by itself: its first schedule in full, and more of them underneath. */
export function ScheduleSection({ opened, ...props }: SectionProps & { opened: string | null }) {
  const { edits, readOnly } = props;
  const [openKey, setOpenKey] = useState(opened);
  const [deleted, setDeleted] = useState<EditedSchedule | null>(null);
  const { remove } = useScheduleActions();
  if (edits.items === null) {
    return edits.error ? <Failed error={edits.error} retry={edits.retry} /> : <Loading rows={5} />;
  }
  const [first, ...more] = edits.items;
  const place = (item: EditedSchedule) => ({
    application: props.application,
    worklet: props.worklet,
    schedule: item.schedule?.id ?? "",
  });
  return (
    <div className="flex flex-col gap-5">
      <FirstSchedule {...props} item={first ?? null} askDelete={setDeleted} />
      {first?.schedule && (
        <section aria-labelledby="more-schedules" className="border-t border-border pt-4">
          <div className="flex items-center justify-between gap-2">
            <h3 id="more-schedules" className="text-sm font-semibold">
              More schedules
            </h3>
            {!readOnly && (
              <Button size="small" icon={<Plus size={13} aria-hidden />} onClick={() => setOpenKey(edits.add())}>
                Add a schedule
              </Button>
            )}
          </div>
          {more.length === 0 ? (
            <p className="mt-1 text-xs text-muted">
              A worklet may have several schedules, each with an input and a time zone of its own.
            </p>
          ) : (
            <ul className="mt-2 flex flex-col divide-y divide-border rounded-lg border border-border">
              {more.map((item) => (
                <ScheduleItem
                  key={item.key}
                  {...props}
                  item={item}
                  isOpen={openKey === item.key || item.schedule === null}
                  setOpen={(isOpen) => setOpenKey(isOpen ? item.key : null)}
                  askDelete={() => setDeleted(item)}
                />
              ))}
            </ul>
          )}
        </section>
      )}
      <ConfirmDialog
        open={deleted !== null}
        onOpenChange={(isOpen) => !isOpen && setDeleted(null)}
        title="Delete this schedule?"
        action="Delete"
        act={async () => {
          if (!deleted) return;
          await remove(place(deleted));
          edits.discard(deleted.key);
        }}
      >
        <p>{deleted?.schedule?.sentence}</p>
        <p>What became of its ticks can no longer be read. Its runs stay, and those that are under way go on.</p>
      </ConfirmDialog>
    </div>
  );
}

/** The schedule that most worklets have: a switch, and everything about it. */
function FirstSchedule({
  item,
  askDelete,
  ...props
}: SectionProps & { item: EditedSchedule | null; askDelete(item: EditedSchedule): void }) {
  const { application, worklet, edits, readOnly } = props;
  const { change, runNow } = useScheduleActions();
  const schedule = item?.schedule ?? null;
  const place = { application, worklet, schedule: schedule?.id ?? "" };
  const flip = (isOn: boolean) => {
    if (schedule) void change(place, { enabled: isOn });
    else if (item) edits.discard(item.key);
    else edits.add();
  };
  return (
    <section aria-label="Schedule" className="flex flex-col gap-4">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <Switch
          label="Schedule this worklet"
          hint={<SwitchHint item={item} />}
          checked={schedule ? schedule.enabled : item !== null}
          onChange={flip}
          disabled={readOnly}
        />
        {item && schedule && (
          <span className="flex gap-1">
            <Button size="small" icon={<Play size={12} aria-hidden />} onClick={() => void runNow(place)}>
              Run now
            </Button>
            {!readOnly && (
              <Button
                size="small"
                weight="danger"
                icon={<Trash2 size={12} aria-hidden />}
                onClick={() => askDelete(item)}
              >
                Delete
              </Button>
            )}
          </span>
        )}
      </div>
      {item && <ScheduleFields {...props} item={item} change={(members) => edits.change(item.key, members)} />}
    </section>
  );
}

function SwitchHint({ item }: { item: EditedSchedule | null }) {
  if (item === null)
    return "It runs by itself then, besides being called. A schedule holds at once, without publishing.";
  if (item.schedule === null) return "Save makes the schedule. It holds at once, without publishing.";
  if (!item.schedule.enabled) return "Off: the schedule is kept and does not run.";
  const [next] = item.schedule.next_ticks;
  return next ? (
    <>
      On: it runs next <Time at={next.utc} />. Changes hold as soon as they are saved, without publishing.
    </>
  ) : (
    "On, but it never runs again: its times are over."
  );
}
