import { componentKinds } from "../../../contract/component-kinds.ts";
import { pointerOf } from "../../../contract/fault.ts";
import type { Component, Place } from "../../../contract/view.ts";
import { viewLimits } from "../../../contract/view-limits.ts";
import { aboutMember } from "../../graph/wrongs.ts";
import { Select } from "../../parts/select.tsx";
import { useBuilder } from "../builder-context.ts";
import { draftOf, moveInto, placeAt } from "../document/edit.ts";
import { standingRefusal } from "../document/family.ts";
import { NumberField, Said } from "./literal-input.tsx";
import { Section } from "./section.tsx";

/** Where a component stands, in numbers. */

/** People count columns and rows from 1, the document from 0. */
const fields: readonly { member: keyof Place; words: string; from: 0 | 1; most: number }[] = [
  { member: "x", words: "Column", from: 1, most: viewLimits.columns },
  { member: "y", words: "Row", from: 1, most: viewLimits.rows + 1 },
  { member: "w", words: "Width", from: 0, most: viewLimits.columns },
  { member: "h", words: "Height", from: 0, most: viewLimits.rows },
];

export function LayoutSection({ component, place }: { component: Component; place: number }) {
  const { wrongs } = useBuilder();
  const isModal = component.kind === "modal";
  return (
    <Section title="Layout">
      <div data-place={`${component.id}.place`} className="grid grid-cols-4 gap-2">
        {fields
          .filter(({ member }) => !isModal || member === "w")
          .map((field) => (
            <PlaceField
              key={field.member}
              component={component}
              at={pointerOf(["components", place, "place", field.member])}
              {...field}
            />
          ))}
      </div>
      {isModal && (
        <p className="text-xs text-muted">
          How wide its window is, in columns of 96 pixels. It is as high as what stands in it, and takes no room on the
          page.
        </p>
      )}
      <Said error={aboutMember(wrongs, pointerOf(["components", place, "place"]))} />
      {!isModal && <ParentField component={component} place={place} />}
    </Section>
  );
}

type PlaceFieldProps = (typeof fields)[number] & { component: Component; at: string };

function PlaceField({ component, at, member, words, from, most }: PlaceFieldProps) {
  const { change } = useBuilder();
  const { id } = component;
  const move = (value: number) =>
    change({ label: `Move ${id}`, merge: `${id} place ${member}` }, (before) =>
      draftOf(placeAt(before, id, { ...component.place, [member]: value }), before),
    );
  return (
    <div data-place={`${id}.place.${member}`} className="flex min-w-0 flex-col gap-1">
      <span className="text-xs text-muted" aria-hidden title={member}>
        {words}
      </span>
      <NumberField
        label={words}
        at={at}
        value={component.place[member] + from}
        onChange={(value) => value !== undefined && move(value - from)}
        least={1}
        most={most}
        isWhole
        isNeeded
      />
    </div>
  );
}

/** No id reads so. */
const page = "/";

function ParentField({ component, place }: { component: Component; place: number }) {
  const { draft, change, wrongs, mayEdit } = useBuilder();
  const { id } = component;
  const containers = draft.components.filter(
    (each) => componentKinds[each.kind].contains && standingRefusal(draft.components, [component], each.id) === null,
  );
  const choices = [
    { value: page, label: "The page" },
    ...containers.map((each) => ({ value: each.id, label: each.id, hint: componentKinds[each.kind].name })),
  ];
  const current = component.parent ?? page;
  const shown = choices.some(({ value }) => value === current)
    ? choices
    : [...choices, { value: current, label: current }];
  return (
    <div data-place={`${id}.parent`} className="flex flex-col gap-1">
      <span className="text-xs text-muted" aria-hidden>
        Stands in
      </span>
      <Select
        label="Stands in"
        value={current}
        choices={shown}
        disabled={!mayEdit}
        onChange={(parent) =>
          change({ label: `Move ${id}` }, (before) =>
            draftOf(moveInto(before, [id], { container: parent === page ? null : parent }), before),
          )
        }
      />
      <Said error={aboutMember(wrongs, pointerOf(["components", place, "parent"]))} />
    </div>
  );
}
