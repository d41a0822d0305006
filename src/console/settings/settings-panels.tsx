import { Tabs } from "@base-ui/react/tabs";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Worklet } from "../../contract/catalog.ts";
import { Failed, Loading } from "../parts/states.tsx";
import { ScheduleSection } from "../schedules/schedule-section.tsx";
import type { ScheduleEdits } from "../schedules/use-schedule-edits.ts";
import type { DefinitionForm, Wrongs } from "./definition-form.ts";
import { DraftNotes } from "./draft-notes.tsx";
import { GeneralSection } from "./general-section.tsx";
import { RunsSection } from "./runs-section.tsx";
import { SchemaSection } from "./schema-section.tsx";
import type { DefinitionEdit } from "./use-definition.ts";
import type { NameEdit } from "./use-name.ts";
import type { Section } from "./use-saving.ts";
import { useSettledWrongs } from "./use-settled.ts";

/** What each section of the dialog shows. */
export function SettingsPanels({
  application,
  query,
  name,
  definition,
  schedules,
  isAsked,
  opened,
  saveOver,
}: {
  application: string;
  query: UseQueryResult<Worklet>;
  name: NameEdit;
  definition: DefinitionEdit;
  schedules: ScheduleEdits;
  isAsked: boolean;
  opened: string | null;
  saveOver(): void;
}) {
  const wrongs = useSettledWrongs(definition.wrongs, isAsked);
  const refusals = definition.problem?.errors ?? [];
  const said: Wrongs = { ...Object.fromEntries(refusals.map(({ path, message }) => [path, message])), ...wrongs };
  const mayNotEdit = definition.readOnly === "role";
  const isFixed = definition.readOnly !== null;
  const { change } = definition;
  return (
    <>
      <Panel section="general">
        {query.data ? (
          <GeneralSection
            application={application}
            worklet={query.data}
            name={name.text}
            setName={name.change}
            problem={name.problem}
            readOnly={mayNotEdit}
          />
        ) : (
          <Waiting error={query.error} retry={() => void query.refetch()} />
        )}
      </Panel>
      <Panel section="schedule">
        {query.data ? (
          <ScheduleSection
            application={application}
            worklet={query.data.id}
            edits={schedules}
            isAsked={isAsked}
            readOnly={mayNotEdit}
            draftSchema={definition.saved?.input_schema ?? null}
            opened={opened}
          />
        ) : (
          <Waiting error={query.error} retry={() => void query.refetch()} />
        )}
      </Panel>
      <DraftPanel section="runs" definition={definition} saveOver={saveOver}>
        {(form) => <RunsSection form={form} change={change} wrongs={said} readOnly={isFixed} />}
      </DraftPanel>
      <DraftPanel section="schemas" definition={definition} saveOver={saveOver}>
        {(form) => <SchemaSection form={form} change={change} wrongs={wrongs} refusals={refusals} readOnly={isFixed} />}
      </DraftPanel>
    </>
  );
}

function Panel({ section, children }: { section: Section; children: ReactNode }) {
  return (
    <Tabs.Panel value={section} className="outline-none">
      {children}
    </Tabs.Panel>
  );
}

function DraftPanel({
  section,
  definition,
  saveOver,
  children,
}: {
  section: Section;
  definition: DefinitionEdit;
  saveOver(): void;
  children(form: DefinitionForm): ReactNode;
}) {
  return (
    <Panel section={section}>
      <DraftNotes definition={definition} saveOver={saveOver} />
      {definition.form ? children(definition.form) : <Waiting error={definition.error} retry={definition.retry} />}
    </Panel>
  );
}

function Waiting({ error, retry }: { error: unknown; retry(): void }) {
  return error ? <Failed error={error} retry={retry} /> : <Loading rows={5} />;
}
