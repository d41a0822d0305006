import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { viewLimits } from "../../src/contract/view-limits.ts";
import { call, fresh } from "../support/api.ts";
import { ask } from "../support/unready.ts";
import { finder } from "../views/documents.ts";

type Folder = Record<string, string>;
const imported = (folder: Folder, query = "") => call("POST", `/applications/import${query}`, { body: folder });
const exported = async (id: string): Promise<Folder> => (await call("GET", `/applications/${id}/export`)).body;
const json = (value: unknown) => JSON.stringify(value, null, 2);

/** A worklet and a view that calls it, which comes before it in the folder. */
function desk(id: string, view: object = {}): Folder {
  return {
    "application.json": json({ id, name: "Desk" }),
    "views/customers.json": json({ name: "Customers", ...finder("find"), ...view }),
    "files/find.ts": "export const main = (input: unknown) => [input];\n",
    "worklets/find.json": json({
      name: "Find",
      graph: { blocks: [{ id: "main", kind: "code", file: "find.ts", function: "main" }] },
    }),
  };
}

const viewOf = (id: string) => `/applications/${id}/views/customers`;

/** Before its first transaction something happens. */
function databaseThatWaits(forIt: () => Promise<unknown>): D1Database {
  const real = (env as Env).DB;
  let happened: Promise<unknown> | null = null;
  return new Proxy(real, {
    get(target, name) {
      if (name === "batch") {
        return async (statements: D1PreparedStatement[]) => {
          happened ??= forIt();
          await happened;
          return target.batch(statements);
        };
      }
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

describe("views in an application's folder", () => {
  it("come in with the worklets that they call, as drafts", async () => {
    const id = fresh("desk");
    const { status, body } = await imported(desk(id));
    expect([status, body.added, body.published_views]).toEqual([200, Object.keys(desk(id)).sort(), []]);
    expect((await call("GET", viewOf(id))).body).toMatchObject({ name: "Customers", live_version: null });
  });

  it("come out as they went in, and importing that changes nothing", async () => {
    const id = fresh("desk");
    await imported(desk(id));
    const out = await exported(id);
    expect(JSON.parse(out["views/customers.json"] ?? "")).toMatchObject({ name: "Customers", ...finder("find") });
    const etag = (await call("GET", `${viewOf(id)}/draft`)).headers.get("ETag");
    expect((await imported(out)).body).toMatchObject({ added: [], modified: [], deleted: [], kept: [] });
    expect((await call("GET", `${viewOf(id)}/draft`)).headers.get("ETag")).toBe(etag);
    const copy = fresh("copy");
    const { id: _, ...named } = JSON.parse(out["application.json"] ?? "");
    await imported({ ...out, "application.json": json(named) }, `?id=${copy}`);
    expect((await exported(copy))["views/customers.json"]).toBe(out["views/customers.json"]);
  });

  it("are published when asked, each that has changes", async () => {
    const id = fresh("desk");
    const would = await imported(desk(id), "?publish=true&dry_run=true");
    expect(would.body.published_views).toEqual([{ view: "customers", version: null, anyone_can_run: [] }]);
    expect((await imported(desk(id), "?publish=true")).body).toMatchObject({
      published: [],
      published_views: [{ view: "customers", version: 1, anyone_can_run: [] }],
    });
    expect((await imported(desk(id), "?publish=true")).body.published_views).toEqual([]);
    await imported(desk(id, { access: "link" }));
    expect((await call("GET", viewOf(id))).body).toMatchObject({ live_access: "private", unpublished: true });
    const opened = desk(id, { access: "link" });
    expect((await imported(opened, "?publish=true&dry_run=true")).body.published_views).toEqual([
      { view: "customers", version: null, anyone_can_run: ["find"] },
    ]);
    const { body } = await imported(opened, "?publish=true");
    const published = [{ view: "customers", version: 2, anyone_can_run: ["find"] }];
    expect(body).toMatchObject({ modified: [], published_views: published });
    expect((await call("GET", viewOf(id))).body.live_access).toBe("link");
  });

  it("are renamed and changed by the next import, and their live version stays", async () => {
    const id = fresh("desk");
    await imported(desk(id), "?publish=true");
    const { body } = await imported(desk(id, { name: "People", state: {} }));
    expect(body.modified).toEqual(["views/customers.json"]);
    expect((await call("GET", viewOf(id))).body).toMatchObject({ name: "People", live_version: 1, unpublished: true });
    expect((await call("GET", `${viewOf(id)}/versions/1`)).body.state).toEqual({ note: null });
  });

  it("that only the application has stay, and go when asked", async () => {
    const id = fresh("desk");
    await imported(desk(id), "?publish=true");
    const { "views/customers.json": _, ...less } = desk(id);
    expect((await imported(less)).body.kept).toEqual(["views/customers.json"]);
    expect((await imported(less, "?delete=true&dry_run=true")).body.deleted).toEqual(["views/customers.json"]);
    expect((await call("GET", viewOf(id))).status).toBe(200);
    expect((await imported(less, "?delete=true")).body.deleted).toEqual(["views/customers.json"]);
    expect((await call("GET", viewOf(id))).body.code).toBe("view.not_found");
    expect((await imported(desk(id), "?publish=true")).body.published_views[0].version).toBe(1);
  });

  it("that are wrong are told with everything else, each where it stands, and nothing is written", async () => {
    const id = fresh("desk");
    const wrong = {
      ...desk(id, {
        state: { note: null },
        calls: { find: { worklet: "nowhere", values: { q: { from: "{{ x }}" } } } },
      }),
      "application.json": json({ id, name: "Desk", on_failure: "nobody" }),
    };
    const { status, body } = await imported(wrong);
    expect(status).toBe(422);
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual([
      "/views~1customers.json/calls/find/values/q/from",
      "/views~1customers.json/calls/find/worklet",
      "/application.json/on_failure",
    ]);
    const shapes = await imported({
      ...desk(id, { colour: "red" }),
      "views/Bad Id.json": "{}",
      "views/new.json": "{}",
      "views/deep/x.json": "{}",
    });
    expect(shapes.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      "/views~1customers.json/colour",
      "/views~1Bad Id.json",
      "/views~1new.json",
      "/views~1deep~1x.json",
    ]);
    expect((await call("GET", `/applications/${id}`)).status).toBe(404);
  });

  it("keep a worklet that the import would delete from going", async () => {
    const id = fresh("desk");
    await imported(desk(id));
    const { "worklets/find.json": _, "files/find.ts": __, ...less } = desk(id);
    const { status, body } = await imported(less, "?delete=true");
    expect([status, body.errors[0].path]).toEqual([422, "/views~1customers.json/calls/find/worklet"]);
    expect((await call("GET", `/applications/${id}/worklets/find`)).status).toBe(200);
  });

  it("that go with the worklet they call are told once, as themselves", async () => {
    const id = fresh("desk");
    await imported(desk(id), "?publish=true");
    const { body } = await imported({ "application.json": json({ id, name: "Desk" }) }, "?delete=true");
    expect(body.deleted).toEqual(["files/find.ts", "views/customers.json", "worklets/find.json"]);
  });

  it("that somebody edits while an import is at work are left as they are, and nothing is imported", async () => {
    const id = fresh("desk");
    await imported(desk(id));
    const draft = `${viewOf(id)}/draft`;
    const edit = () => call("PUT", draft, { body: { state: { note: "by hand" } }, headers: { "If-Match": "*" } });
    const body = JSON.stringify({ ...desk(id, { state: { note: "imported" } }), "files/new.ts": "export {};" });
    const post = (DB: D1Database) => ask({ DB }, "/applications/import", { method: "POST", body });
    expect((await post(databaseThatWaits(edit))).body).toMatchObject({ code: "draft.changed", status: 412 });
    expect((await call("GET", draft)).body.state).toEqual({ note: "by hand" });
    expect(await exported(id)).not.toHaveProperty(["files/new.ts"]);
    expect((await post((env as Env).DB)).status).toBe(200);
    expect((await call("GET", draft)).body.state).toEqual({ note: "imported" });
  });

  it("are no more than an application has room for, also when somebody else takes the last place meanwhile", async () => {
    const id = fresh("desk");
    const many = (count: number): Folder => ({
      ...desk(id),
      ...Object.fromEntries(Array.from({ length: count }, (_, at) => [`views/v${at}.json`, json({ name: `V${at}` })])),
    });
    expect(await imported(many(viewLimits.views))).toMatchObject({ status: 409, body: { code: "view.too_many" } });
    expect((await imported(many(viewLimits.views - 2))).status).toBe(200);
    const make = () => call("POST", `/applications/${id}/views`, { body: { name: fresh("hand") } });
    const body = JSON.stringify(many(viewLimits.views - 1));
    const answer = await ask({ DB: databaseThatWaits(make) }, "/applications/import", { method: "POST", body });
    expect(answer.body).toMatchObject({ code: "draft.changed" });
    expect(await imported(many(viewLimits.views - 1))).toMatchObject({ status: 409, body: { code: "view.too_many" } });
    expect((await imported(many(viewLimits.views - 2))).status).toBe(200);
  });

  it("are never half of one import and half of another", async () => {
    const id = fresh("desk");
    await imported(desk(id));
    const wishes = Array.from({ length: 8 }, (_, note) => desk(id, { name: `N${note}`, state: { note } }));
    const answers = await Promise.all(wishes.map((folder) => imported(folder)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(0);
    expect(statuses.every((status) => status === 200 || status === 412)).toBe(true);
    const view = JSON.parse((await exported(id))["views/customers.json"] ?? "");
    expect(view.name).toBe(`N${view.state.note}`);
  });
});
