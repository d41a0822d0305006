import type { BlockRecord } from "../../engine/journal.ts";
import type { Frozen } from "../object/executor.ts";
import type { RunJournal, RunStart } from "../object/run-journal.ts";
import type { RunSecrets } from "../object/run-secrets.ts";

/** What a run gives to one that repeats it. It crosses RPC as text. */
export type Original = Pick<RunStart, "definition" | "until"> & {
  /** JSON text; null: it is not kept. */
  input: string | null;
  /** null: what the run executed is read from the catalog. */
  frozen: Frozen | null;
  /** Values of secrets that are to be masked in its input and in what its blocks gave. */
  secrets: readonly string[];
  /** Absent when they are not asked for. */
  done?: Done | NotHanded;
};

/** Blocks that succeeded. */
export type Done = { blocks: BlockRecord[] };

/**
 * `notKept`: a synchronous run keeps masked values only. `lost`: nobody can say any more what to mask in them. `tooLarge`: they do
 * not fit into one message between a Worker and an object.
 */
export type NotHanded = { why: "notKept" | "lost" | "tooLarge" };

/** Of 32 MiB, a character that is stored as two bytes: half, with room for input, graph and names. */
const mostCharacters = 10_000_000;

/** null: there is no such run. */
export function originalText(journal: RunJournal, secrets: RunSecrets, withBlocks: boolean): string | null {
  const start = journal.start();
  const note = journal.note("frozen");
  if (!start || note === null) return null;
  const { definition, until } = start;
  const made = { definition, until, input: journal.input(), frozen: JSON.parse(note) as Frozen };
  const values = { secrets: secrets.values(), ...(withBlocks && { done: doneIn(journal, secrets) }) };
  return JSON.stringify({ ...made, ...values } satisfies Original);
}

/** Reads one record at a time and leaves off when it is too much: the values of all blocks may be more than memory holds. */
function doneIn(journal: RunJournal, secrets: RunSecrets): Done | NotHanded {
  if (secrets.areLost()) return { why: "lost" };
  const blocks: BlockRecord[] = [];
  let characters = 0;
  for (const record of journal.blocks()) {
    if (record.status !== "SUCCEEDED") continue;
    characters += JSON.stringify(record).length;
    if (characters > mostCharacters) return { why: "tooLarge" };
    blocks.push(record);
  }
  return { blocks };
}
