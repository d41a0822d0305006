import { useEffect, useState } from "react";
import { componentKinds, propertiesOf } from "../../../contract/component-kinds.ts";
import { pointerOf } from "../../../contract/fault.ts";
import type { Component } from "../../../contract/view.ts";
import { aboutMember } from "../../graph/wrongs.ts";
import { TextInput } from "../../parts/field.tsx";
import { useBuilder } from "../builder-context.ts";
import { renameRefusal, renaming } from "../document/rename.ts";
import { EventsSection } from "./actions/events-section.tsx";
import { isMatch, matchOf } from "./filter.ts";
import { LayoutSection } from "./layout-section.tsx";
import { NameField } from "./name-field.tsx";
import { PropertiesSection } from "./properties-section.tsx";
import { Section } from "./section.tsx";

/** The settings of one component: its properties, what happens on its events, where it stands, what it is called. */
export function ComponentInspector({ component, place }: { component: Component; place: number }) {
  const { wrongs, wanted } = useBuilder();
  const [search, setSearch] = useState("");
  // What is to be shown may not be what was searched for.
  useEffect(() => {
    if (wanted !== null) setSearch("");
  }, [wanted]);
  const kind = componentKinds[component.kind];
  const properties = Object.entries(propertiesOf(component.kind)).filter(([name, property]) =>
    isMatch(search, name, property.describe),
  );
  const events = Object.entries(kind.events).filter(([name, says]) => isMatch(search, name, says ?? ""));
  const own = wrongs.filter(({ path }) => path === pointerOf(["components", place]));
  const isSearching = search.trim() !== "";
  return (
    <>
      <header className="flex flex-col gap-2 border-b border-border px-3 py-2.5">
        <div className="flex items-baseline gap-2">
          <h2 className="shrink-0 text-sm font-semibold">{kind.name}</h2>
          <p className="min-w-0 truncate text-xs text-muted" title={kind.describe}>
            {kind.describe}
          </p>
        </div>
        <IdField component={component} place={place} />
        {own.map(({ message }) => (
          <p key={message} role="alert" className="text-xs break-words text-danger">
            {message}
          </p>
        ))}
        <TextInput
          type="search"
          aria-label="Find a property or an event"
          placeholder="Find a property or an event"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape" || search === "") return;
            event.preventDefault();
            event.stopPropagation();
            setSearch("");
          }}
        />
      </header>
      <PropertiesSection component={component} place={place} properties={properties} isSearching={isSearching} />
      {Object.keys(kind.events).length > 0 && (
        <EventsSection
          component={component}
          place={place}
          events={events.map(([name]) => name)}
          isSearching={isSearching}
        />
      )}
      {(!isSearching || matchOf(search, "layout place x y w h parent column row width height")) && (
        <LayoutSection component={component} place={place} />
      )}
      <Exposed component={component} search={search} />
    </>
  );
}

function IdField({ component, place }: { component: Component; place: number }) {
  const { draft, change, select, wrongs } = useBuilder();
  const { id } = component;
  const rename = (to: string) => {
    change(...renaming("component", id, to));
    select([to]);
  };
  return (
    <div data-place={`${id}.id`} className="flex items-start gap-2">
      <span className="pt-1.5 text-xs text-muted" aria-hidden>
        Id
      </span>
      <NameField
        label="Id"
        name={id}
        refusalOf={(name) => renameRefusal(draft, "component", id, name)}
        onRename={rename}
        error={aboutMember(wrongs, pointerOf(["components", place, "id"]))}
      />
    </div>
  );
}

/** What others can read of it beside its properties. */
function Exposed({ component, search }: { component: Component; search: string }) {
  const exposed = Object.entries(componentKinds[component.kind].exposes).filter(([name, { describe }]) =>
    isMatch(search, name, describe),
  );
  if (exposed.length === 0) return null;
  return (
    <Section title="Values that others can read" name="Exposed">
      <dl className="flex flex-col gap-2 text-xs">
        {exposed.map(([name, { describe }]) => (
          <div key={name} data-place={`${component.id}.${name}`}>
            <dt className="font-mono break-all">{`${component.id}.${name}`}</dt>
            <dd className="text-muted">{describe}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
