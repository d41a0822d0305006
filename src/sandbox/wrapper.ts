import { limits } from "../contract/limits.ts";
import { console } from "./inside/console.ts";
import { context } from "./inside/context.ts";
import { doors, shadows } from "./inside/doors.ts";
import { values } from "./inside/values.ts";
import { worklet } from "./inside/worklet.ts";

/**
 * The main module of every isolate, as text. It is text and not a function turned into text: what a bundler does to code
 * (renames, helpers) would reach into the isolate, where its helpers are not.
 */

/** What a line of log costs beside its text. */
export const logLineBytes = 32;
export const logsCut = `Logs were cut here: a run keeps ${limits.logBytes} bytes of them.`;

const { bodyBytes, outputBytes, envBytes, depth, graceMs, nameCharacters } = limits;
const told = { bodyBytes, outputBytes, envBytes, depth, graceMs, nameCharacters, logLineBytes, logsCut };

export const mainModule = "worklet.js";

/** Modules of every isolate beside the user's own. */
export const platformModules: Record<string, string | { js: string }> = {
  [mainModule]: [doors, `const LIMITS = ${JSON.stringify(told)};`, values, console, context, worklet].join("\n"),
  ...shadows,
};
