import { call, fresh, newApplication, newWorklet } from "../support/api.ts";

/** Documents of views for the tests of the catalog, and how a client makes them. */

export const place = { x: 0, y: 0, w: 6, h: 1 };

/** A search field and a table of what a worklet finds. */
export function finder(worklet: string) {
  return {
    components: [
      { id: "search", kind: "text_input", place, properties: { label: "Search" } },
      { id: "list", kind: "table", place: { ...place, y: 1, h: 6 }, properties: { data: "{{ calls.find.data }}" } },
    ],
    state: { note: null },
    calls: {
      find: { worklet, values: { q: { from: "{{ search.value }}", schema: { type: "string", maxLength: 100 } } } },
    },
  };
}

/** An application with the worklet that a finder calls. */
export async function newDesk() {
  const application = await newApplication("desk");
  const worklet = (await newWorklet(application, "export const main = (input: unknown) => [input];")).split("/").at(-1);
  return { application, views: `/applications/${application}/views`, worklet: worklet ?? "" };
}

/** Makes a view and gives its address. */
export async function newView(views: string, document: object = {}, id = fresh("view")): Promise<string> {
  const { status, body } = await call("POST", views, { body: { name: id, id, ...document } });
  if (status !== 201) throw new Error(`No view: ${JSON.stringify(body)}`);
  return `${views}/${id}`;
}

/** Replaces the draft, whatever it is. */
export function save(view: string, document: object) {
  return call("PUT", `${view}/draft`, { body: document, headers: { "If-Match": "*" } });
}

export const publish = (view: string) => call("POST", `${view}/publish`);
