import type { EventName } from "../contract/component-kinds.ts";
import type { Json } from "../expression/expression.ts";
import type { Pending } from "./ports.ts";
import type { Reading } from "./reading.ts";
import type { Kept, Snapshot } from "./snapshot.ts";

/** What a page is to those who show it. */

/** What a page begins with beside its document. */
export type Beginning = {
  /** The parameters of the address. */
  readonly query?: Readonly<Record<string, string>>;
  /** What an earlier page of the view kept. */
  readonly kept?: Kept;
  /** Background runs that an earlier page left under way. */
  readonly pending?: readonly Pending[];
};

/** A page whose values follow each other. Paths are written as in expressions: `search.value`, `calls.find.data`. */
export type Page = {
  /** Starts the calls that are bindings and runs the actions of `load`; once. */
  readonly load: () => Promise<void>;
  readonly get: (path: string) => Reading;
  /** Tells every change of a value, when all values have followed; gives what ends it. */
  readonly subscribe: (path: string, tell: (reading: Reading) => void) => () => void;
  /** Tells after every change of anything. */
  readonly watch: (tell: () => void) => () => void;
  /** What a person did to a property, a state or a query parameter. */
  readonly set: (path: string, value: Json) => void;
  /** Several at once: what follows from them follows once. */
  readonly setAll: (values: Readonly<Record<string, Json>>) => void;
  /** Runs the actions of an event; over when they are. */
  readonly dispatch: (component: string, event: EventName, payload?: Record<string, Json>) => Promise<void>;
  /** For the page's own buttons: those of a Progress and of a call that failed. */
  readonly refresh: (call: string) => void;
  /** How a call comes to run: only a binding may be refreshed. Null: the view has no such call. */
  readonly triggerOf: (call: string) => "binding" | "event" | null;
  readonly cancel: (call: string) => void;
  readonly snapshot: () => Snapshot;
  readonly dispose: () => void;
};
