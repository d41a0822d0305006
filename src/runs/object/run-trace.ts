import type { BlockRecord } from "../../engine/journal.ts";
import { isOver } from "../life.ts";
import { type TraceMembers, tracePieces, whole } from "../trace/trace.ts";
import { shownTries } from "./callback.ts";
import type { Child, RunJournal } from "./run-journal.ts";
import type { RunSecrets } from "./run-secrets.ts";

/**
 * The trace of a background run as a stream of JSON text, values whole: each record is read when it is sent, since the values of
 * all may be more than memory holds, and more than one message between an object and a Worker. null: there is no such run.
 */
export function traceStream(journal: RunJournal, secrets: RunSecrets): ReadableStream<Uint8Array> | null {
  const start = journal.start();
  const life = journal.life();
  if (!start || !life) return null;
  const pieces = tracePieces(
    shownBlocks(journal, secrets),
    logsOf(journal),
    { readAt: life.finishedAt ?? Date.now(), isOver: isOver(life) },
    secrets.mask(),
    whole,
    membersOf(journal),
  );
  return bytesOf(withInput(start.id, secrets.shownValue(journal.input()), pieces));
}

/** The id and the input, then the members of the trace. */
function* withInput(id: string, input: string, pieces: Generator<string>): Generator<string> {
  yield `${JSON.stringify({ worklet_run_id: id, worklet_input_kept: true }).slice(0, -1)},"worklet_input":${input}`;
  let before = ",";
  for (const piece of pieces) {
    yield before === "" ? piece : before + piece.slice(1);
    before = "";
  }
}

function* shownBlocks(journal: RunJournal, secrets: RunSecrets): Generator<BlockRecord> {
  for (const record of journal.blocks()) yield secrets.shown(record);
}

function* logsOf(journal: RunJournal) {
  for (const event of journal.events(0)) if (event.type === "log") yield event.line;
}

function membersOf(journal: RunJournal): TraceMembers {
  const children = journal.children().map(shownChild);
  const tries = journal.callbacks();
  return { ...(children.length > 0 && { children }), ...(tries.length > 0 && { callbacks: shownTries(tries) }) };
}

function shownChild({ runId, worklet, block, item }: Child): NonNullable<TraceMembers["children"]>[number] {
  return { worklet_run_id: runId, worklet, block, item };
}

/** Only a stream of bytes crosses RPC. */
function bytesOf(pieces: Generator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    type: "bytes",
    pull(controller) {
      let text = "";
      for (;;) {
        const piece = pieces.next();
        if (!piece.done) text += piece.value;
        if (!piece.done && text.length < gatheredCharacters) continue;
        if (text !== "") controller.enqueue(encoder.encode(text));
        if (piece.done) {
          controller.close();
          // A reader that brought its own buffer waits for it to be given back.
          controller.byobRequest?.respond(0);
        }
        return;
      }
    },
    cancel() {
      pieces.return(undefined);
    },
  });
}

const gatheredCharacters = 64_000;
