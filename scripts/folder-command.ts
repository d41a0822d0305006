import { resolve } from "node:path";
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { client, Refusal } from "./client.ts";
import { keyFor, originOf } from "./platform-key.ts";
import { complain, Stop } from "./stop.ts";

/** What `push` and `pull` share: `COMMAND -- FOLDER [URL]`, its options, and how it ends. */

/** Ends with 0 when all is well, 1 when the platform refuses, 2 when the command is wrong, 3 when a dry run found changes. */
export const endings = `URL is http://localhost:8787 unless it is given (or WORKLETS_URL is set); the key is WORKLETS_KEY.
Ends with 0 when all is well, 1 when the platform refuses or does not answer, 2 when the command is wrong.`;

/** What the command was told. `folder` is absolute, `given` as it was written. */
export type Given = {
  given: string;
  folder: string;
  origin: string;
  /** Sends a request that has to succeed. */
  ask(method: string, path: string, body?: unknown): Promise<unknown>;
  text(option: string): string | null;
  is(option: string): boolean;
};

const patienceMs = 120_000;

/** Runs a command to its end and sets the exit code. */
export async function runCommand(
  usage: string,
  options: ParseArgsOptionsConfig,
  work: (given: Given) => Promise<number>,
): Promise<void> {
  process.exitCode = await outcome(usage, options, work).catch((error: unknown) => {
    complain(error);
    return 1;
  });
}

async function outcome(
  usage: string,
  options: ParseArgsOptionsConfig,
  work: (given: Given) => Promise<number>,
): Promise<number> {
  const parsed = parse({ ...options, help: { type: "boolean", short: "h" } });
  if (typeof parsed !== "string" && parsed.values.help === true) {
    console.log(usage);
    return 0;
  }
  const wrong = typeof parsed === "string" ? `${parsed}\n\n` : "";
  const [given, url, ...more] = typeof parsed === "string" ? [] : parsed.positionals;
  if (typeof parsed === "string" || given === undefined || more.length > 0) {
    console.error(wrong + usage);
    return 2;
  }
  const origin = originOf(url);
  const call = client(origin, keyFor(origin));
  return work({
    given,
    folder: resolve(process.env.INIT_CWD ?? process.cwd(), given),
    origin,
    async ask(method, path, body) {
      const answer = await call(method, path, body, patienceMs).catch((error: unknown) => unanswered(error, origin));
      if (answer.status !== 200) throw new Refusal(`${method} ${path}`, answer);
      return answer.body;
    },
    text: (option) => (typeof parsed.values[option] === "string" ? parsed.values[option] : null),
    is: (option) => parsed.values[option] === true,
  });
}

/** Whoever waited in vain must not think that nothing has happened. */
function unanswered(error: unknown, origin: string): never {
  if (error instanceof DOMException && error.name === "TimeoutError") {
    throw new Stop(
      `${origin} did not answer within ${patienceMs / 1000} s. It may have been done all the same: look, and try again.`,
    );
  }
  if (error instanceof TypeError && error.message === "fetch failed") {
    throw new Stop(`Nothing answers at ${origin}. Is the platform running?`);
  }
  throw error;
}

function parse(options: ParseArgsOptionsConfig) {
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    return (error as Error).message;
  }
}

/** One line a path: `+` made, `~` changed, `-` deleted. */
export function changeLines(changes: { added: string[]; modified: string[]; deleted: string[] }): string[] {
  const marked = (mark: string, paths: string[]) => paths.map((path) => `  ${mark} ${path}`);
  return [...marked("+", changes.added), ...marked("~", changes.modified), ...marked("-", changes.deleted)];
}
