import { call } from "../../console/browser/browser.ts";

/** Applications of the tests' own, with worklets and published views; everything is made by the API, as an admin. */

export type Application = {
  readonly id: string;
  /** Makes a worklet of one file; it can be called at once. */
  readonly worklet: (id: string, source: string, more?: object) => Promise<void>;
  /** Makes a view, publishes it and gives its address. Anyone with the link may use it unless its document says otherwise. */
  readonly view: (id: string, document: { name?: string; [member: string]: unknown }) => Promise<string>;
  /** Publishes another document under the same address. */
  readonly publish: (id: string, document: object) => Promise<void>;
  /** Of a worklet, the first one first. */
  readonly runs: (worklet: string) => Promise<Run[]>;
};

export type Run = {
  worklet_run_id: string;
  status: string;
  trigger: string;
  created_by: string;
  created_at: string;
  finished_at: string | null;
};

export async function newApplication(id: string): Promise<Application> {
  await call("POST", "/applications", { name: id, id });
  const base = `/applications/${id}`;
  const publish = async (view: string, document: object) => {
    await call("PUT", `${base}/views/${view}/draft`, { access: "link", ...document });
    await call("POST", `${base}/views/${view}/publish`);
  };
  return {
    id,
    async worklet(name, source, more = {}) {
      const graph = { blocks: [{ id: "main", kind: "code", file: `${name}.ts`, function: "main" }] };
      await call("POST", `${base}/worklets`, { name, id: name, files: { [`${name}.ts`]: source }, graph, ...more });
    },
    async view(view, { name = view, ...document }) {
      await call("POST", `${base}/views`, { name, id: view });
      await publish(view, document);
      return `/v/${id}/${view}`;
    },
    publish,
    async runs(worklet) {
      const { items } = await call<{ items: Run[] }>("GET", `${base}/runs?worklet=${worklet}`);
      return items.reverse();
    },
  };
}

/** On the grid of 12 columns. */
export const place = (x: number, y: number, w: number, h: number) => ({ x, y, w, h });

/** An input for a text and the answer of the binding `find` to it, as a text below. */
export function echoing(worklet: string, { call: more = {}, query = "", answer = "{{ calls.find.data?.text }}" } = {}) {
  return {
    query: { q: query },
    components: [
      {
        id: "word",
        kind: "text_input",
        place: place(0, 0, 6, 2),
        properties: { label: "Word", value: "{{ query.q }}" },
      },
      { id: "answer", kind: "text", place: place(0, 2, 6, 1), properties: { text: answer } },
    ],
    calls: { find: { worklet, values: { text: { from: "{{ word.value }}" } }, ...more } },
  };
}
