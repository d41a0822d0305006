/** What a kind of component says about itself. */

export const eventNames = ["click", "change", "submit", "row_select"] as const;
export type EventName = (typeof eventNames)[number];

/**
 * `choice` is one of `choices`; `date` is `YYYY-MM-DD` or empty; `json` is anything; `call` is the name of a call, written
 * out. What an expression gives is fitted to the type: null becomes the default, a number becomes text, and so on.
 */
export type PropertyType = "text" | "number" | "boolean" | "list" | "json" | "choice" | "date" | "call";

type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export type Property = {
  readonly type: PropertyType;
  readonly default: JsonValue;
  readonly describe: string;
  readonly choices?: readonly string[];
  /** A person changes it in the page. */
  readonly editable?: true;
  /** What a person or an action made of it is let go when one of these properties changes. */
  readonly resets_with?: readonly string[];
  /** It is not, while this property is not empty. */
  readonly unless?: string;
};

/** A value that the component works out from its properties: it is read and never set. */
export type Exposed = { readonly type: PropertyType; readonly describe: string };

export type ComponentKind = {
  readonly name: string;
  readonly describe: string;
  readonly properties: Readonly<Record<string, Property>>;
  readonly exposes: Readonly<Record<string, Exposed>>;
  /** Each with what it tells as `event`. */
  readonly events: Readonly<Partial<Record<EventName, string>>>;
  /** Other components may stand in it. */
  readonly contains?: true;
};
