import type { BlockRecord } from "../engine/journal.ts";
import type { Frozen } from "./object/executor.ts";
import type { RunJournal, RunStart } from "./object/run-journal.ts";
import type { RunSecrets } from "./object/run-secrets.ts";

/** What a run gives to one that repeats it. It crosses RPC as text. */
export type Original = Pick<RunStart, "definition" | "until"> & {
  /** JSON text; null: it is not kept. */
  input: string | null;
  /** null: what the run executed is read from the catalog. */
  frozen: Frozen | null;
  done: Done | null;
};

/** Blocks that succeeded, and the values of secrets that are to be masked in what they took and gave. */
export type Done = { blocks: BlockRecord[]; secrets: string[] };

/** So many characters fit into one message between a Worker and an object, with room to spare. */
const mostCharacters = 12_000_000;

/** null: there is no such run. */
export function originalText(journal: RunJournal, secrets: RunSecrets): string | null {
  const start = journal.start();
  const note = journal.note("frozen");
  if (!start || note === null) return null;
  const { definition, until } = start;
  const made = { definition, until, input: journal.input(), frozen: JSON.parse(note) as Frozen };
  return JSON.stringify({ ...made, done: doneIn(journal, secrets) } satisfies Original);
}

/** null: the values of all blocks are too much to hand over, or nobody can say any more what to mask in them. */
function doneIn(journal: RunJournal, secrets: RunSecrets): Done | null {
  const values = secrets.values();
  if (secrets.areLost()) return null;
  const blocks: BlockRecord[] = [];
  let characters = 0;
  for (const record of journal.blocks()) {
    if (record.status !== "SUCCEEDED") continue;
    characters += (record.input ?? "").length + (record.output ?? "").length + (record.env ?? "").length;
    if (characters > mostCharacters) return null;
    blocks.push(record);
  }
  return { blocks, secrets: values };
}
