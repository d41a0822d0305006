import type { Dependents } from "../catalog/above.ts";
import { sendStops } from "./hints.ts";

/** What becomes of runs when what they belong to is deleted: those of a worklet go on, those of an application are stopped. */
export const runDependents: Dependents = {
  usersOf: async () => [],
  deletionOf: () => [],
  applicationGoes: sendStops,
};
