import { Tabs } from "@base-ui/react/tabs";
import { type Section, sections } from "./use-saving.ts";

/** The sections of the dialog, at its left where there is room; a dot marks what is not saved. */
export function SectionTabs({
  dirty,
  section,
  active,
}: {
  dirty: Record<Section, boolean>;
  section: Section;
  active: React.RefObject<HTMLButtonElement | null>;
}) {
  return (
    <Tabs.List
      aria-label="Settings"
      className="flex shrink-0 gap-px overflow-x-auto md:sticky md:top-0 md:w-36 md:flex-col md:self-start"
    >
      {(Object.keys(sections) as Section[]).map((each) => (
        <Tabs.Tab
          key={each}
          value={each}
          ref={each === section ? active : null}
          className="flex h-7 shrink-0 items-center gap-2 rounded-md px-2 text-left text-sm text-muted hover:bg-surface-2 data-active:bg-surface-3 data-active:font-medium data-active:text-text"
        >
          {sections[each].title}
          {dirty[each] && (
            <span role="img" aria-label="not saved" className="size-1.5 shrink-0 rounded-full bg-warning" />
          )}
        </Tabs.Tab>
      ))}
    </Tabs.List>
  );
}
