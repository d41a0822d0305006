import type { ComponentKind, Property } from "./component-kind.ts";
import { viewLimits } from "./view-limits.ts";

/** The kinds of component that show something. */

const label = {
  type: "text",
  default: "",
  describe: "The words above it, and its name for a screen reader.",
} as const satisfies Property;
const emptyText = {
  type: "text",
  default: "Nothing here",
  describe: "Shown when there is no data.",
} as const satisfies Property;

export const displayKinds = {
  text: {
    name: "Text",
    describe: "Markdown.",
    properties: { text: { type: "text", default: "", describe: "The text, with Markdown." } },
    exposes: {},
    events: {},
  },
  table: {
    name: "Table",
    describe: "Rows that are searched, sorted, filtered, paged and chosen.",
    properties: {
      label,
      data: {
        type: "list",
        default: [],
        describe: `The rows, each an object; what is none has one column, \`value\`. The first ${viewLimits.tableRows} are shown.`,
      },
      columns: { type: "list", default: [], describe: "Names, or objects `{key, label}`; empty: what the rows have." },
      row_key: {
        type: "text",
        default: "",
        describe: "The member that tells rows apart: the choice outlives new data.",
      },
      total: {
        type: "number",
        default: null,
        describe: "How many rows there are overall. When it is given, the worklet searches, sorts, filters and pages.",
      },
      searchable: { type: "boolean", default: true, describe: "Whether there is a field to search in." },
      search: { type: "text", default: "", editable: true, describe: "What is searched for." },
      sort: {
        type: "json",
        default: null,
        editable: true,
        describe: "`{column, descending}`; null: as the rows come.",
      },
      filters: {
        type: "json",
        default: {},
        editable: true,
        describe: "What each column has to contain: `{column: text}`.",
      },
      page: {
        type: "number",
        default: 1,
        editable: true,
        resets_with: ["search", "sort", "filters", "page_size"],
        describe: "The page that is shown, from 1.",
      },
      page_size: { type: "number", default: 25, describe: "Rows on a page." },
      selectable: { type: "boolean", default: true, describe: "Whether a row can be chosen." },
      selected: {
        type: "json",
        default: null,
        editable: true,
        resets_with: ["data"],
        unless: "row_key",
        describe: "The chosen row: its `row_key`, or without one its place in `data`, from 0; null for none.",
      },
      empty_text: emptyText,
    },
    exposes: { selected_row: { type: "json", describe: "The chosen row; null for none." } },
    events: { row_select: "A person chose a row: `event.row`, `event.index` (its place in `data`)." },
  },
  json_viewer: {
    name: "JSON viewer",
    describe: "Any value as a tree.",
    properties: {
      label,
      data: { type: "json", default: null, describe: "The value." },
      open_levels: { type: "number", default: 2, describe: "So many levels are open at first." },
      empty_text: emptyText,
    },
    exposes: {},
    events: {},
  },
  chart: {
    name: "Chart",
    describe: "Numbers as a picture.",
    properties: {
      label,
      data: { type: "list", default: [], describe: "Objects, one for each point." },
      type: {
        type: "choice",
        default: "line",
        choices: ["line", "bar", "area", "pie", "scatter"],
        describe: "The kind of picture.",
      },
      x: { type: "text", default: "", describe: "The member along the bottom; for a pie the names of the pieces." },
      y: { type: "list", default: [], describe: "The members that are drawn; for a pie the first one." },
      stacked: { type: "boolean", default: false, describe: "Whether bars and areas stand on each other." },
      empty_text: emptyText,
    },
    exposes: {},
    events: {},
  },
  metric: {
    name: "Metric",
    describe: "One number, large.",
    properties: {
      label,
      value: { type: "json", default: null, describe: "The number, or a short text." },
      unit: { type: "text", default: "", describe: "Written behind it." },
      change: { type: "number", default: null, describe: "By how much it changed, in percent." },
    },
    exposes: {},
    events: {},
  },
  modal: {
    name: "Modal",
    describe: "A window over the page.",
    properties: {
      title: { type: "text", default: "", describe: "Its heading." },
      open: { type: "boolean", default: false, editable: true, describe: "Whether it is shown." },
    },
    exposes: {},
    events: {},
    contains: true,
  },
  progress: {
    name: "Progress",
    describe: "How far a background run has come.",
    properties: {
      label,
      call: { type: "call", default: "", describe: "The call whose run it follows." },
      cancelable: { type: "boolean", default: true, describe: "Whether there is a button that cancels the run." },
    },
    exposes: {},
    events: {},
  },
} as const satisfies Record<string, ComponentKind>;
