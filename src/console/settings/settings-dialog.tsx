import { Tabs } from "@base-ui/react/tabs";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { workletQuery } from "../api/queries.ts";
import { Button } from "../parts/button.tsx";
import { ConfirmDialog, Dialog } from "../parts/dialog.tsx";
import { Keys } from "../parts/keys.tsx";
import { useScheduleEdits } from "../schedules/use-schedule-edits.ts";
import { SectionTabs } from "./section-tabs.tsx";
import { SettingsPanels } from "./settings-panels.tsx";
import { useDefinition } from "./use-definition.ts";
import { useSaveKeys, useUnloadGuard } from "./use-guards.ts";
import { useName } from "./use-name.ts";
import { type Section, sections, useSaving } from "./use-saving.ts";

type Props = {
  application: string;
  worklet: string;
  open: boolean;
  onOpenChange(open: boolean): void;
  /** Where it opens. */
  section?: Section;
  /** The schedule that is opened, by its id. */
  schedule?: string;
  /** It opens with a new schedule. */
  addsSchedule?: boolean;
};

/** Everything that is set of a worklet besides its graph. */
export function SettingsDialog({ open, ...props }: Props) {
  return open ? <OpenDialog {...props} /> : null;
}

function OpenDialog({ application, worklet, onOpenChange, ...opened }: Omit<Props, "open">) {
  const query = useQuery(workletQuery(application, worklet));
  const name = useName(application, query.data);
  const definition = useDefinition(application, worklet);
  const schedules = useScheduleEdits(application, worklet, opened.addsSchedule);
  const [section, setSection] = useState<Section>(opened.section ?? "general");
  const [isLeaving, setLeaving] = useState(false);
  const activeTab = useRef<HTMLButtonElement>(null);
  const { save, isSaving, isAsked, dirty } = useSaving({ name, definition, schedules, show: setSection });
  const unsaved = (Object.keys(sections) as Section[]).filter((each) => dirty[each]);
  const isDirty = unsaved.length > 0;
  const trySave = () => {
    if (isDirty) void save();
  };
  useSaveKeys(activeTab, trySave);
  useUnloadGuard(isDirty);
  const close = (isOpen: boolean) => {
    if (!isOpen && isDirty) setLeaving(true);
    else onOpenChange(isOpen);
  };
  return (
    <Dialog
      open
      onOpenChange={close}
      title={query.data ? `Settings of ${query.data.name}` : "Settings"}
      width="large"
      initialFocus={activeTab}
      footer={
        <>
          <p className="hidden min-w-0 flex-1 text-xs text-muted sm:block">{sections[section].holds}</p>
          <Button onClick={() => close(false)}>{isDirty ? "Cancel" : "Close"}</Button>
          {definition.readOnly !== "role" && (
            <Button weight="primary" busy={isSaving} disabled={!isDirty} onClick={trySave}>
              Save{" "}
              <span className="hidden sm:inline">
                <Keys keys="mod+s" />
              </span>
            </Button>
          )}
        </>
      }
    >
      <Tabs.Root
        value={section}
        onValueChange={(value) => setSection(value as Section)}
        orientation="vertical"
        className="flex min-h-[64vh] flex-col gap-4 md:flex-row md:gap-6"
      >
        <SectionTabs dirty={dirty} section={section} active={activeTab} />
        <div className="min-w-0 flex-1">
          <p className="mb-3 text-xs text-muted sm:hidden">{sections[section].holds}</p>
          <SettingsPanels
            {...{ application, query, name, definition, schedules, isAsked }}
            opened={opened.schedule ?? null}
            saveOver={() => void save(true)}
          />
        </div>
      </Tabs.Root>
      <ConfirmDialog
        open={isLeaving}
        onOpenChange={setLeaving}
        title="Discard what is not saved?"
        action="Discard"
        act={async () => onOpenChange(false)}
      >
        <p>Not saved yet: {unsaved.map((each) => sections[each].title).join(", ")}.</p>
      </ConfirmDialog>
    </Dialog>
  );
}
