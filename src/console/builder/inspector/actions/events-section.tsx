import { componentKinds } from "../../../../contract/component-kinds.ts";
import { pointerOf } from "../../../../contract/fault.ts";
import type { Action, Component } from "../../../../contract/view.ts";
import { useBuilder } from "../../builder-context.ts";
import { withEvent } from "../edit.ts";
import { usePageScope } from "../live.tsx";
import { wordsOf } from "../property-mode.ts";
import { Section } from "../section.tsx";
import { ActionList } from "./action-list.tsx";
import { eventScope } from "./event-scope.ts";

/** What happens on each event of a component. */
export function EventsSection({
  component,
  place,
  events,
  isSearching,
}: {
  component: Component;
  place: number;
  /** Those that are looked for. */
  events: readonly string[];
  isSearching: boolean;
}) {
  const tells: Readonly<Record<string, string | undefined>> = componentKinds[component.kind].events;
  return (
    <Section title="Events" isForced={isSearching}>
      {events.length === 0 && <p className="text-xs text-muted">No event is called or described so.</p>}
      {events.map((event) => (
        <EventActions
          key={event}
          component={component}
          pointer={pointerOf(["components", place, "events", event])}
          event={event}
          tells={tells[event] ?? ""}
        />
      ))}
    </Section>
  );
}

/** The actions of one event; of the page's own when `component` is null. */
export function EventActions({
  component,
  pointer,
  event,
  tells,
}: {
  component: Component | null;
  pointer: string;
  event: string;
  tells: string;
}) {
  const { draft, change } = useBuilder();
  const page = usePageScope();
  const own: Readonly<Record<string, readonly Action[] | undefined>> = component?.events ?? draft.events;
  const owner = component?.id ?? null;
  const name = owner === null ? event : `${owner}.${event}`;
  return (
    <div data-place={name} className="flex min-w-0 scroll-m-3 flex-col gap-1.5">
      <div>
        {owner !== null && <h4 className="text-sm font-medium">{wordsOf(event)}</h4>}
        <p className="text-xs text-muted">{tells}</p>
      </div>
      <ActionList
        label={owner === null ? `Actions of ${event}` : `Actions of ${event} of ${owner}`}
        actions={own[event] ?? []}
        pointer={pointer}
        scope={eventScope(page, component, event)}
        depth={1}
        onChange={(next, merge) =>
          change(
            { label: `Change actions of ${name}`, ...(merge !== undefined && { merge: `${name} ${merge}` }) },
            (before) => withEvent(before, owner, event, next),
          )
        }
      />
    </div>
  );
}
