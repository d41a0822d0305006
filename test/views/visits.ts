import { type Answer, call, fresh, newApplication, newWorklet, type Sent } from "../support/api.ts";
import { newView, publish, save } from "./documents.ts";

/** Published views for the tests, and what a page in a browser does with them. */

export const newId = () => crypto.randomUUID();

export type Published = { application: string; id: string; view: string; address: string };

/** A published view; anyone with the link may open it unless its document says otherwise. */
export async function newPublished(application: string, document: object): Promise<Published> {
  const id = fresh("view");
  const shown = { access: "link", ...document };
  const view = await newView(`/applications/${application}/views`, shown, id);
  const { status, body } = await publish(view);
  if (status !== 201) throw new Error(`Not published: ${JSON.stringify(body)}`);
  return { application, id, view, address: `/v/${application}/${id}` };
}

/** Saves another document and publishes it. */
export async function republish({ view }: Published, document: object): Promise<void> {
  const saved = await save(view, { access: "link", ...document });
  if (saved.status !== 200) throw new Error(`Not saved: ${JSON.stringify(saved.body)}`);
  const { status, body } = await publish(view);
  if (status !== 201) throw new Error(`Not published: ${JSON.stringify(body)}`);
}

/** A published view with the one call `find` of a worklet that this source makes. */
export async function newCaller(source: string, more: { call?: object; view?: object; worklet?: object } = {}) {
  const application = await newApplication("desk");
  const worklet = await newWorklet(application, source, more.worklet);
  const slug = worklet.split("/").at(-1) ?? "";
  const document = documentOf({ find: { worklet: slug, values: { q: {} }, ...more.call } }, more.view);
  return { ...(await newPublished(application, document)), worklet, slug };
}

export function documentOf(calls: Record<string, object>, more: object = {}) {
  const events = Object.entries(calls).map(([name, each]) => [name, { trigger: "event", ...each }]);
  return { calls: Object.fromEntries(events), ...more };
}

export type Page = { address: string; token: string };

/** Opens the page without any key, as the page's program does. */
export async function open({ address }: { address: string }, former?: string): Promise<Page> {
  const headers = former === undefined ? {} : { Authorization: `View ${former}` };
  const { status, body } = await call("GET", address, { key: null, headers });
  if (status !== 200) throw new Error(`Not opened: ${JSON.stringify(body)}`);
  return { address, token: body.token };
}

/** Asks with the page's token and without a key. */
export function ask({ address, token }: Page, method: string, path: string, sent: Sent = {}): Promise<Answer> {
  const headers = { Authorization: `View ${token}`, ...sent.headers };
  return call(method, `${address}/calls/${path}`, { ...sent, key: null, headers });
}

export type Made = { id?: string; values?: object; supersedes?: string; call?: string; signal?: AbortSignal };

export function make(page: Page, { id = newId(), call: name = "find", values = {}, supersedes, signal }: Made = {}) {
  const body = { call_id: id, values, ...(supersedes !== undefined && { supersedes }) };
  return ask(page, "POST", name, { body, ...(signal && { signal }) });
}

export const read = (page: Page, id: string, query = "") => ask(page, "GET", `find/${id}${query}`);
export const cancel = (page: Page, id: string) => ask(page, "POST", `find/${id}/cancel`);

/** The cookie of somebody who signed in with a key. */
export async function cookieOf(key: string): Promise<string> {
  const headers = { "Sec-Fetch-Site": "same-origin" };
  const answer = await call("POST", "/session", { key: null, body: { key }, headers });
  return answer.headers.get("Set-Cookie")?.split(";")[0] ?? "";
}
