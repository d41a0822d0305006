import type { FinalAnswer, Progress } from "../../reactive/reactive.ts";
import { callAnswerOf, endingOf, progressFrom, progressOf } from "./call-answer.ts";
import { eventsOf } from "./event-stream.ts";
import { jsonOf, Problem } from "./problem.ts";
import type { ViewServer } from "./view-server.ts";
import type { Wire } from "./wire.ts";

/**
 * Follows a background run to its end. It listens to the run's events, and asks now and then where they do not come through.
 * A lost connection, a server that is being deployed or a session that is over only delay it: the run goes on meanwhile.
 */

type Line = {
  readonly server: Pick<ViewServer, "send">;
  readonly wire: Pick<Wire, "pause" | "after">;
  /** `/calls/C/ID` */
  readonly path: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
};

/** The server says something at least every 15 seconds. */
const silenceMs = 40_000;
const waitSeconds = 25;
const betweenMs = 1_000;
const longestPauseMs = 30_000;
/** So many streams without a word, and the run is asked about instead. */
const mostMuteStreams = 2;

export async function followRun(line: Line): Promise<FinalAnswer> {
  let muteStreams = 0;
  let failures = 0;
  while (true) {
    try {
      if (muteStreams < mostMuteStreams) {
        const { answer, isMute } = await listen(line);
        if (answer !== null) return answer;
        muteStreams = isMute ? muteStreams + 1 : 0;
        failures = isMute ? failures + 1 : 0;
      } else {
        const answer = await ask(line);
        if (answer !== null) return answer;
        failures = 0;
      }
      await line.wire.pause(pauseMs(failures), line.signal);
    } catch (error) {
      if (line.signal.aborted || !isPassing(error)) throw error;
      failures += 1;
      await line.wire.pause((error instanceof Problem && error.retryAfterMs) || pauseMs(failures), line.signal);
    }
  }
}

function pauseMs(failures: number): number {
  return Math.min(longestPauseMs, betweenMs * 2 ** Math.min(failures, 10));
}

/** A refusal that stays one ends the following; everything else may be over in a moment. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Problem)) return true;
  return error.status < 400 || error.status >= 500 || [401, 408, 425, 429].includes(error.status);
}

async function ask({ server, path, signal, onProgress }: Line): Promise<FinalAnswer | null> {
  const answer = callAnswerOf(await jsonOf(await server.send(`${path}?wait=${waitSeconds}`, { signal })));
  const ending = endingOf(answer);
  if (ending === null) onProgress(progressOf(answer));
  return ending;
}

/** One stream, until it ends or falls silent. */
async function listen(line: Line): Promise<{ answer: FinalAnswer | null; isMute: boolean }> {
  const silence = new AbortController();
  const fallSilent = () => silence.abort();
  let stop = line.wire.after(silenceMs, fallSilent);
  const heard = () => {
    stop();
    stop = line.wire.after(silenceMs, fallSilent);
  };
  let isMute = true;
  try {
    const signal = AbortSignal.any([line.signal, silence.signal]);
    const { body } = await line.server.send(`${line.path}/events`, { signal, accept: "text/event-stream" });
    if (body === null) return { answer: null, isMute };
    for await (const { event, data } of eventsOf(body, heard)) {
      isMute = false;
      if (event === "done") return { answer: endingOf(callAnswerOf(JSON.parse(data))), isMute };
      const progress = event === "progress" ? progressFrom(JSON.parse(data)) : null;
      if (progress !== null) line.onProgress(progress);
    }
    return { answer: null, isMute };
  } catch (error) {
    if (silence.signal.aborted && !line.signal.aborted) return { answer: null, isMute };
    throw error;
  } finally {
    stop();
  }
}
