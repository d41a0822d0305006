import type { ComponentKind, Exposed, Property } from "./component-kind.ts";
import { viewLimits } from "./view-limits.ts";

/** The kinds of component that a person acts on. */

const label = {
  type: "text",
  default: "",
  describe: "The words beside it, and its name for a screen reader.",
} as const satisfies Property;
const disabled = {
  type: "boolean",
  default: false,
  describe: "Whether a person can use it.",
} as const satisfies Property;
const required = {
  type: "boolean",
  default: false,
  describe: "Whether an empty value is not valid.",
} as const satisfies Property;
const placeholder = {
  type: "text",
  default: "",
  describe: "Shown while the value is empty.",
} as const satisfies Property;
const field = { label, required, disabled };

const isValid = {
  type: "boolean",
  describe: "Whether the value keeps to what the properties ask of it.",
} as const satisfies Exposed;
const exposesValidity = { is_valid: isValid };
const change = "A person changed the value: `event.value`.";

export const inputKinds = {
  button: {
    name: "Button",
    describe: "Runs actions when it is clicked.",
    properties: {
      label: { ...label, default: "Button" },
      variant: {
        type: "choice",
        default: "primary",
        choices: ["primary", "secondary", "danger", "link"],
        describe: "How it looks.",
      },
      disabled,
      loading: {
        type: "boolean",
        default: false,
        describe: "Shows that something is under way; it cannot be clicked.",
      },
    },
    exposes: {},
    events: { click: "It was clicked." },
  },
  text_input: {
    name: "Text input",
    describe: "One line of text, or several.",
    properties: {
      ...field,
      value: { type: "text", default: "", editable: true, describe: "The text." },
      placeholder,
      multiline: { type: "boolean", default: false, describe: "Whether the text may have several lines." },
      max_length: { type: "number", default: 10_000, describe: "The most characters that are valid." },
    },
    exposes: exposesValidity,
    events: { change, submit: "A person pressed Enter: `event.value`." },
  },
  number: {
    name: "Number",
    describe: "A number.",
    properties: {
      ...field,
      value: { type: "number", default: null, editable: true, describe: "The number; null while it is empty." },
      min: { type: "number", default: null, describe: "The least number that is valid." },
      max: { type: "number", default: null, describe: "The greatest number that is valid." },
      step: { type: "number", default: 1, describe: "What one press of an arrow key adds." },
      placeholder,
    },
    exposes: exposesValidity,
    events: { change },
  },
  select: {
    name: "Select",
    describe: "One of a list of options, or several.",
    properties: {
      ...field,
      options: { type: "list", default: [], describe: "Texts and numbers, or objects `{value, label}`." },
      value: {
        type: "json",
        default: null,
        editable: true,
        describe: "The value of the option that is chosen, null for none; with `multiple` a list.",
      },
      multiple: { type: "boolean", default: false, describe: "Whether several options may be chosen." },
      placeholder,
    },
    exposes: {
      ...exposesValidity,
      option: {
        type: "json",
        describe: "The option that is chosen, as it stands in `options`; with `multiple` a list.",
      },
    },
    events: { change },
  },
  checkbox: {
    name: "Checkbox",
    describe: "Yes or no.",
    properties: {
      ...field,
      value: { type: "boolean", default: false, editable: true, describe: "Whether it is ticked." },
    },
    exposes: exposesValidity,
    events: { change },
  },
  date: {
    name: "Date",
    describe: "A day.",
    properties: {
      ...field,
      value: { type: "date", default: "", editable: true, describe: "The day as `YYYY-MM-DD`; empty for none." },
      min: { type: "date", default: "", describe: "The first day that is valid." },
      max: { type: "date", default: "", describe: "The last day that is valid." },
    },
    exposes: exposesValidity,
    events: { change },
  },
  file_upload: {
    name: "File upload",
    describe: "A file from the visitor's machine, as a value.",
    properties: {
      ...field,
      value: {
        type: "json",
        default: null,
        editable: true,
        describe: "`{name, type, bytes, base64}`; null while no file is chosen.",
      },
      accept: { type: "text", default: "", describe: "Types and endings, as in HTML: `.csv, image/*`." },
      max_bytes: {
        type: "number",
        default: 500_000,
        describe: `The largest file that is valid; ${viewLimits.uploadBytes} at most.`,
      },
    },
    exposes: exposesValidity,
    events: { change: "A person chose a file: `event.value`." },
  },
  form: {
    name: "Form",
    describe: "Inputs that are sent together.",
    properties: {
      label,
      submit_label: { type: "text", default: "Submit", describe: "The words on its button." },
      disabled,
      loading: { type: "boolean", default: false, describe: "Shows that it is being sent; it cannot be sent again." },
    },
    exposes: {
      values: { type: "json", describe: "The values of the inputs in it, by their ids." },
      is_valid: { type: "boolean", describe: "Whether every input in it that is not hidden is valid." },
    },
    events: { submit: "A person sent it, and it is valid: `event.values`." },
    contains: true,
  },
} as const satisfies Record<string, ComponentKind>;
