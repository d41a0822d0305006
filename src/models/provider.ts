import { limits } from "../contract/limits.ts";
import { settingsOf } from "../platform/settings.ts";
import { addressRefusal } from "../sandbox/addresses.ts";
import { canCarry } from "../sandbox/outside.ts";
import { type Around, limitError, type ModelError, providerError } from "./adapter.ts";
import { retryAfterMs, withAttempts } from "./attempts.ts";
import { bodyText, spokenError } from "./provider-text.ts";

/** One question to a provider over HTTP: checked address, bounded answer, further attempts, and errors that say who is at fault. */

export type ProviderRequest = { method: string; url: URL; headers: Record<string, string>; body: string | null };
export type ProviderAnswer = { status: number; headers: Headers; text: string };

const mostHops = 5;
/** Enough of an error's body to find its message. */
const errorBytes = 16_000;

/** The answer with a status of success; everything else is a {@link ModelError}. */
export function askProvider(request: ProviderRequest, around: Around, signal: AbortSignal): Promise<ProviderAnswer> {
  if (request.body !== null && Buffer.byteLength(request.body) > limits.bodyBytes) {
    throw limitError(`The request to the model ${around.name} is larger than ${limits.bodyBytes} bytes.`);
  }
  const headers = headersOf(request.headers, around.name);
  return withAttempts(around, signal, () => askOnce({ ...request, headers }, around, signal));
}

type Prepared = Omit<ProviderRequest, "headers"> & { headers: Headers };

async function askOnce(request: Prepared, around: Around, signal: AbortSignal): Promise<ProviderAnswer> {
  const { name } = around;
  const response = await follow(request, around, signal);
  const { status, headers } = response;
  if (status >= 200 && status < 300) {
    const { text, isCut } = await readBody(response, limits.outputBytes, around, signal);
    if (isCut)
      throw limitError(`The model ${name} answered more than ${limits.outputBytes} bytes, which is the limit.`);
    return { status, headers, text };
  }
  const { text, isCut } = await readBody(response, errorBytes, around, signal);
  const isTransient = status === 429 || status >= 500;
  const transient = isTransient ? { afterMs: retryAfterMs(headers.get("Retry-After"), Date.now()) } : null;
  throw providerError(
    `The model ${name} answered ${statusText(response)}: ${spokenError(text, around.mask, isCut)}`,
    transient,
  );
}

/**
 * Follows redirects by hand, each address checked. To another origin none is followed: the key and the input are meant for
 * the host that the model names. Nor one that would turn the request into another.
 */
async function follow(request: Prepared, around: Around, signal: AbortSignal): Promise<Response> {
  const { name } = around;
  let { url } = request;
  for (let hops = 0; hops <= mostHops; hops++) {
    refuseAddress(url, around);
    const response = await send({ ...request, url }, name, signal);
    const location = response.headers.get("Location");
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    const next = URL.parse(location, url.href);
    if (next === null) throw providerError(`The model ${name} answered ${statusText(response)} with no address.`);
    refuseAddress(next, around);
    const isKept = response.status === 307 || response.status === 308 || request.method === "GET";
    if (next.origin !== url.origin || !isKept) {
      const to = `${next.origin}${next.pathname}`;
      throw providerError(
        `The model ${name} answered ${statusText(response)}: it has moved to ${to}. Give the model that address, if you trust it.`,
      );
    }
    url = next;
  }
  throw providerError(`The model ${name} redirected more than ${mostHops} times.`);
}

function refuseAddress(url: URL, { env, name }: Around): void {
  const refusal = addressRefusal(url, settingsOf(env).allowLocalEgress);
  if (refusal !== null) throw providerError(`The model ${name} cannot be reached. Egress refused: ${refusal}.`);
}

async function send({ method, url, headers, body }: Prepared, name: string, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { method, headers, body, redirect: "manual", signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw unreachable(name, `cannot be reached at ${url.origin}`, error);
  }
}

async function readBody(response: Response, mostBytes: number, { name }: Around, signal: AbortSignal) {
  try {
    return await bodyText(response, mostBytes);
  } catch (error) {
    if (signal.aborted) throw error;
    throw unreachable(name, "broke its answer off", error);
  }
}

function unreachable(name: string, what: string, error: unknown): ModelError {
  const why = error instanceof Error ? error.message : String(error);
  return providerError(`The model ${name} ${what}: ${why}`, { afterMs: null });
}

/** A value that no header can carry is refused without being repeated: it may be a key. */
function headersOf(wanted: Record<string, string>, name: string): Headers {
  const headers = new Headers({ Accept: "application/json", "User-Agent": "Worklets" });
  for (const [header, value] of Object.entries(wanted)) {
    if (!canCarry(value)) {
      throw providerError(
        `The header ${header} of the model ${name} has a value that no header can carry: a line break, or a character outside Latin-1.`,
      );
    }
    headers.set(header, value.trim());
  }
  return headers;
}

function statusText({ status, statusText: words }: Response): string {
  return words ? `${status} ${words}` : String(status);
}
