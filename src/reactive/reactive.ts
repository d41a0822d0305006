/**
 * The values of a page and how they follow each other. Framework-free: a browser, the builder and the Worker use it.
 * `docs/reactive.md` says how it works.
 */

export { checkView } from "./check.ts";
export { type CallMember, callMembers, type Leaf, type NameTree, namesOf, reservedNames } from "./names.ts";
export { createPage } from "./page.ts";
export type { Beginning, Page } from "./page-shape.ts";
export type {
  CallAnswer,
  CallPort,
  CallRequest,
  EffectPort,
  FinalAnswer,
  Pending,
  Ports,
  Progress,
  Tone,
} from "./ports.ts";
export { publicView } from "./public-view.ts";
export type { Reading } from "./reading.ts";
export type { Failing, Kept, Snapshot } from "./snapshot.ts";
