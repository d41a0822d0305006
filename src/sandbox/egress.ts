import { WorkerEntrypoint } from "cloudflare:workers";
import { settingsOf } from "../platform/settings.ts";
import { addressRefusal } from "./addresses.ts";

/**
 * The gateway: every fetch of every guest comes through here, each hop of a redirect too, because it is the guest's own
 * runtime that follows redirects (here `redirect` is always `manual`). A refusal is thrown: it reaches user code as the
 * error of its `fetch`. There is no `connect` handler, so a TCP connection fails: what is inside one could not be checked.
 */
export class Egress extends WorkerEntrypoint<Env> {
  override async fetch(request: Request): Promise<Response> {
    const refusal = addressRefusal(new URL(request.url), settingsOf(this.env).allowLocalEgress) ?? wayRefusal(request);
    if (refusal !== null) throw new Error(`Egress refused: ${refusal}`);
    return await fetch(new Request(request, { redirect: "manual", cf: {} }));
  }
}

/** An open socket and a body that is still being written keep a guest alive after its end (measured). */
function wayRefusal(request: Request): string | null {
  if (request.headers.has("Upgrade")) return "WebSockets and other upgrades are not possible";
  if (request.body && !request.headers.has("Content-Length")) return "a request body must be complete when it is sent";
  return null;
}
