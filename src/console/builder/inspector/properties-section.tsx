import type { Property } from "../../../contract/component-kinds.ts";
import { pointerOf } from "../../../contract/fault.ts";
import type { Component } from "../../../contract/view.ts";
import { aboutMember } from "../../graph/wrongs.ts";
import { useBuilder } from "../builder-context.ts";
import { CallProperty } from "../calls/call-property.tsx";
import { CallLink, NewCallMenu } from "../calls/new-call-menu.tsx";
import { withProperty } from "./edit.ts";
import { usePageScope } from "./live.tsx";
import { PropertyField } from "./property-field.tsx";
import { wordsOf } from "./property-mode.ts";
import { Section } from "./section.tsx";

/** One field for each property of the component's kind. */
export function PropertiesSection({
  component,
  place,
  properties,
  isSearching,
}: {
  component: Component;
  place: number;
  /** Those that are looked for. */
  properties: readonly (readonly [string, Property])[];
  isSearching: boolean;
}) {
  const { draft, change, wrongs, mayEdit } = useBuilder();
  const scope = usePageScope();
  const { id } = component;
  const pointer = (name: string) => pointerOf(["components", place, "properties", name]);
  const known = new Set(properties.map(([name]) => name));
  const stray = wrongs.filter(
    ({ path }) => !isSearching && path.startsWith(`${pointer("")}`) && !known.has(path.slice(pointer("").length)),
  );
  const told = stray.filter(({ path }) => !properties.some(([name]) => path.startsWith(`${pointer(name)}/`)));
  const set = (name: string, value: unknown) =>
    change({ label: `Set ${name} of ${id}`, merge: `${id}.${name}` }, (before) =>
      withProperty(before, id, name, value),
    );
  return (
    <Section title="Properties" isForced={isSearching}>
      {told.map(({ path, message }) => (
        <p key={path} role="alert" className="text-xs break-words text-danger">
          {message}
        </p>
      ))}
      {properties.length === 0 && <p className="text-xs text-muted">No property is called or described so.</p>}
      {properties.map(([name, property]) => {
        const shown = {
          place: `${id}.${name}`,
          at: pointer(name),
          name,
          words: wordsOf(name),
          property,
          value: component.properties[name],
          onChange: (value: unknown) => set(name, value),
          scope,
          error: aboutMember(wrongs, pointer(name)),
        };
        if (property.type === "call") return <CallProperty key={name} {...shown} calls={Object.keys(draft.calls)} />;
        const isData = name === "data" && component.properties[name] === undefined;
        return (
          <div key={name} className="flex flex-col gap-1">
            <PropertyField {...shown} />
            <CallLink value={component.properties[name]} />
            {isData && mayEdit && !isSearching && <NewCallMenu component={component} property={name} />}
          </div>
        );
      })}
    </Section>
  );
}
