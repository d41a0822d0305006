import type { NewDraftCall } from "../../../contract/view-call.ts";
import { Problem, unreachable } from "../../../view/server/problem.ts";
import type { ViewServer } from "../../../view/server/view-server.ts";
import { Problem as ConsoleProblem } from "../../api/problem.ts";
import { path, send } from "../../api/request.ts";

/** The server as the page of a draft sees it: the routes for calls of drafts, and refusals as pages of views tell them. */

/** Where a run is found again: under the worklet that the call had when it was made. */
type Of = { readonly call: string; readonly callId: string; readonly worklet: string };

export type DraftServer = {
  readonly start: (call: string, body: NewDraftCall, signal: AbortSignal) => Promise<Response>;
  readonly cancel: (of: Of) => void;
  /** Requests about one run, by paths that begin with `/calls/`. */
  readonly sendAbout: (of: Of) => ViewServer["send"];
};

export function draftServer(application: string, view: string): DraftServer {
  const place = path`/applications/${application}/views/${view}/draft`;
  return {
    start: (call, body, signal) => told(send("POST", place + path`/calls/${call}`, { body, signal })),
    cancel: ({ call, callId, worklet }) => {
      const address = place + path`/calls/${call}/${callId}/cancel`;
      // Nobody waits for it: when it does not get through, the run ends by itself.
      send("POST", address, { query: { worklet } }).catch(() => undefined);
    },
    sendAbout:
      ({ worklet }) =>
      (about, { method = "GET", signal, accept = "application/json" }) => {
        const address = `${place}${about}${about.includes("?") ? "&" : "?"}worklet=${encodeURIComponent(worklet)}`;
        return told(send(method, address, { signal, headers: { Accept: accept } }));
      },
  };
}

async function told(response: Promise<Response>): Promise<Response> {
  try {
    return await response;
  } catch (error) {
    throw error instanceof ConsoleProblem ? problemOf(error) : error;
  }
}

/** A refusal in the words of a published page. What is wrong with the call itself is told whole: here it can be mended. */
function problemOf({ status, code, message, errors, retryAfterSeconds }: ConsoleProblem): Problem {
  if (status === 0) return unreachable();
  if (status === 401) return new Problem(status, code, "You are signed out. Sign in again, then try once more.");
  const sentences = errors.length > 0 ? [...new Set(errors.map((wrong) => wrong.message))].join(" ") : message;
  return new Problem(status, code, sentences, retryAfterSeconds === null ? null : retryAfterSeconds * 1_000);
}
