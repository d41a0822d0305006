import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { CalendarClock, Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { ListedSchedule } from "../../contract/schedule.ts";
import { workletsQuery } from "../api/queries.ts";
import { useMay } from "../api/role.ts";
import { Button } from "../parts/button.tsx";
import { ConfirmDialog } from "../parts/dialog.tsx";
import { Menu } from "../parts/menu.tsx";
import { Card, Page } from "../parts/page.tsx";
import { Empty, Failed, Loading } from "../parts/states.tsx";
import { allSchedulesQuery } from "../schedules/all-schedules-query.ts";
import { HealthNotice } from "../schedules/health-notice.tsx";
import { PauseDialog } from "../schedules/pause-dialog.tsx";
import { ScheduleHeadings, ScheduleRow } from "../schedules/schedule-row.tsx";
import { useScheduleActions } from "../schedules/use-schedule-actions.ts";

const SettingsDialog = lazy(async () => ({
  default: (await import("../settings/settings-dialog.tsx")).SettingsDialog,
}));

/** What is open over the page. */
type Asked = { what: "edit" | "pause" | "delete"; schedule: ListedSchedule } | { what: "new"; worklet: string } | null;

/** All schedules of an application: when they run, and what became of what was due. */
export function SchedulesPage({ application }: { application: string }) {
  const query = useInfiniteQuery(allSchedulesQuery(application));
  const { data: worklets = [] } = useQuery(workletsQuery(application));
  const mayEdit = useMay("creator");
  const [asked, setAsked] = useState<Asked>(null);
  const names = new Map(worklets.map(({ id, name }) => [id, name]));
  const schedules = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const create = mayEdit && worklets.length > 0 && (
    <Menu
      trigger={
        <Button weight="primary" icon={<Plus size={14} aria-hidden />}>
          New schedule
        </Button>
      }
      items={worklets.map(({ id, name }) => ({ label: name, run: () => setAsked({ what: "new", worklet: id }) }))}
    />
  );
  return (
    <Page
      title="Schedules"
      description="When worklets run by themselves, and what became of every tick."
      actions={schedules.length > 0 && create}
      wide
    >
      <HealthNotice />
      {query.isPending ? (
        <Loading rows={6} label="Loading the schedules" />
      ) : query.data === undefined ? (
        <Failed error={query.error} retry={() => void query.refetch()} />
      ) : schedules.length === 0 ? (
        <Empty icon={<CalendarClock size={28} aria-hidden />} title="Nothing is scheduled" action={create}>
          A schedule runs a worklet by itself: every few minutes, each weekday at nine, or by a cron line, in any time
          zone. Each tick that was due is listed here, those that were skipped too.
        </Empty>
      ) : (
        <Card>
          <ScheduleHeadings />
          <ul aria-label="Schedules" className="divide-y divide-border">
            {schedules.map((schedule) => (
              <ScheduleRow
                key={`${schedule.worklet}/${schedule.id}`}
                application={application}
                schedule={schedule}
                name={names.get(schedule.worklet) ?? schedule.worklet}
                readOnly={!mayEdit}
                ask={(what) => setAsked({ what, schedule })}
              />
            ))}
          </ul>
        </Card>
      )}
      {query.hasNextPage && (
        <Button className="mt-3 self-start" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Load more
        </Button>
      )}
      <AskedDialog application={application} asked={asked} close={() => setAsked(null)} />
    </Page>
  );
}

function AskedDialog({ application, asked, close }: { application: string; asked: Asked; close(): void }) {
  const { remove } = useScheduleActions();
  if (asked === null) return null;
  if (asked.what === "new" || asked.what === "edit") {
    return (
      <Suspense fallback={null}>
        <SettingsDialog
          application={application}
          worklet={asked.what === "new" ? asked.worklet : asked.schedule.worklet}
          section="schedule"
          {...(asked.what === "new" ? { addsSchedule: true } : { schedule: asked.schedule.id })}
          open
          onOpenChange={close}
        />
      </Suspense>
    );
  }
  const { schedule } = asked;
  const place = { application, worklet: schedule.worklet, schedule: schedule.id };
  if (asked.what === "pause") return <PauseDialog place={place} schedule={schedule} close={close} />;
  return (
    <ConfirmDialog open onOpenChange={close} title="Delete this schedule?" action="Delete" act={() => remove(place)}>
      <p>{schedule.sentence}</p>
      <p>What became of its ticks can no longer be read. Its runs stay, and those that are under way go on.</p>
    </ConfirmDialog>
  );
}
