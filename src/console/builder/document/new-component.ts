import type { KindName } from "../../../contract/component-kinds.ts";
import type { Component } from "../../../contract/view.ts";
import type { Size } from "./grid.ts";

/** What a component is like when it has just been added: large enough to work with, and with words in it where they help. */

type Beginning = Size & { properties?: Component["properties"] };

const beginnings: Readonly<Record<KindName, Beginning>> = {
  button: { w: 2, h: 1, properties: { label: "Button" } },
  text_input: { w: 4, h: 2, properties: { label: "Text" } },
  number: { w: 4, h: 2, properties: { label: "Number" } },
  select: { w: 4, h: 2, properties: { label: "Select", options: ["One", "Two", "Three"] } },
  checkbox: { w: 4, h: 1, properties: { label: "Checkbox" } },
  date: { w: 4, h: 2, properties: { label: "Date" } },
  file_upload: { w: 4, h: 2, properties: { label: "File" } },
  form: { w: 6, h: 6, properties: { label: "Form" } },
  text: { w: 6, h: 2, properties: { text: "## Heading\n\nSome words." } },
  table: { w: 8, h: 8 },
  json_viewer: { w: 6, h: 6 },
  chart: { w: 6, h: 6 },
  metric: { w: 3, h: 2, properties: { label: "Metric", value: 0 } },
  modal: { w: 8, h: 6, properties: { title: "Modal" } },
  progress: { w: 6, h: 2 },
};

export function sizeOf(kind: KindName): Size {
  const { w, h } = beginnings[kind];
  return { w, h };
}

export function newComponent(kind: KindName, id: string, place: Component["place"]): Component {
  return { id, kind, place, properties: structuredClone(beginnings[kind].properties ?? {}), events: {} };
}
