import { describe, expect, it } from "vitest";
import { call, fresh, invoke, newApplication, newKey, newWorklet } from "../support/api.ts";

type Folder = Record<string, string>;
const imported = (folder: Folder, query = "", key?: string) =>
  call("POST", `/applications/import${query}`, { body: folder, ...(key && { key }) });
const exported = async (id: string): Promise<Folder> => (await call("GET", `/applications/${id}/export`)).body;
const json = (value: unknown) => JSON.stringify(value, null, 2);

/** A desk of two worklets, of which the first calls the second, and a file that imports another. */
function desk(id: string): Folder {
  return {
    "application.json": json({ id, name: "Desk", allowed_origins: ["https://desk.example"], on_failure: "alarm" }),
    "files/desk.ts": `import { clean } from "./lib/text";\nexport const main = (input: string) => clean(input);\n`,
    "files/lib/text.ts": "export const clean = (text: string) => text.trim();\n",
    "worklets/a-first.json": json({
      name: "First",
      graph: { blocks: [{ id: "call", kind: "worklet", worklet: "second" }] },
    }),
    "worklets/second.json": json({
      name: "Second",
      graph: { blocks: [{ id: "main", kind: "code", file: "desk.ts", function: "main" }] },
      input_schema: { type: "string" },
    }),
    "worklets/alarm.json": json({
      name: "Alarm",
      graph: { blocks: [{ id: "main", kind: "code", file: "desk.ts", function: "main" }] },
    }),
  };
}

describe("an application as a folder", () => {
  it("is made by one import, whatever depends on what, and its endpoints are live", async () => {
    const id = fresh("desk");
    const { status, body } = await imported(desk(id));
    expect(status).toBe(200);
    expect(body).toMatchObject({ application: id, created: true, modified: [], deleted: [], kept: [] });
    expect(body.added).toEqual(Object.keys(desk(id)).sort());
    const { body: answer } = await invoke(`/applications/${id}/worklets/a-first`, "  hello ");
    expect(answer.worklet_output).toBe("hello");
    expect((await call("GET", `/applications/${id}`)).body).toMatchObject({
      name: "Desk",
      allowed_origins: ["https://desk.example"],
      on_failure: "alarm",
    });
  });

  it("comes out as it went in, and importing that changes nothing", async () => {
    const id = fresh("desk");
    await imported(desk(id));
    const out = await exported(id);
    expect(Object.keys(out)).toEqual(Object.keys(desk(id)).sort());
    expect(out["files/lib/text.ts"]).toBe(desk(id)["files/lib/text.ts"]);
    const again = await imported(out, "?dry_run=true");
    expect(again.body).toMatchObject({ created: false, added: [], modified: [], deleted: [], kept: [] });
  });

  it("can be made once more under another id", async () => {
    const id = fresh("desk");
    await imported(desk(id));
    const copy = fresh("copy");
    const unnamed = { ...desk(id), "application.json": json({ on_failure: "alarm", name: "Desk" }) };
    expect((await imported(unnamed, `?id=${copy}`)).body.created).toBe(true);
    expect((await imported(unnamed, `?id=${copy}`)).body).toMatchObject({ modified: [], kept: [] });
    await call("DELETE", `/applications/${copy}?force=true`);
    expect((await imported(await exported(id), `?id=${copy}`)).body).toMatchObject({
      application: copy,
      created: true,
    });
    expect((await invoke(`/applications/${copy}/worklets/second`, " x ")).body.worklet_output).toBe("x");
  });

  it("a dry run tells what would change and changes nothing", async () => {
    const id = fresh("desk");
    const { body } = await imported(desk(id), "?dry_run=true");
    expect(body).toMatchObject({ created: true, dry_run: true });
    expect((await call("GET", `/applications/${id}`)).status).toBe(404);
  });

  it("a second import changes drafts, keeps what only the application has, and publishes when asked", async () => {
    const id = fresh("desk");
    await imported(desk(id));
    await newWorklet(id, "export function main() { return 1; }");
    const changed = { ...desk(id), "files/desk.ts": "export const main = (input: string) => `new ${input}`;\n" };
    const draft = await imported(changed);
    expect(draft.body.modified).toEqual(["files/desk.ts"]);
    expect(draft.body.kept).toHaveLength(2);
    const second = `/applications/${id}/worklets/second`;
    expect((await invoke(second, " x ")).body.worklet_output).toBe("x");
    const { body } = await imported(changed, "?publish=true");
    expect(body.published).toEqual([
      { worklet: "second", version: 2 },
      { worklet: "alarm", version: 2 },
    ]);
    expect((await invoke(second, "x")).body.worklet_output).toBe("new x");
  });

  it("deletes what the folder has not, only when asked", async () => {
    const id = fresh("desk");
    await imported(desk(id));
    const { "worklets/a-first.json": _, "files/lib/text.ts": __, ...rest } = desk(id);
    const less = { ...rest, "files/desk.ts": "export const main = () => 1;\n" };
    expect((await imported(less)).body.kept).toEqual(["files/lib/text.ts", "worklets/a-first.json"]);
    expect((await imported(less, "?delete=true")).body.deleted).toEqual(["files/lib/text.ts", "worklets/a-first.json"]);
    expect((await call("GET", `/applications/${id}/worklets/a-first`)).status).toBe(404);
    expect(Object.keys(await exported(id))).toEqual(Object.keys(less).sort());
  });

  it("tells everything that is wrong, each where it stands in the folder, and writes nothing", async () => {
    const id = fresh("desk");
    const wrong = {
      ...desk(id),
      "files/broken.ts": "export const x = ;",
      "worklets/second.json": json({
        name: "Second",
        graph: { blocks: [{ id: "a", kind: "worklet", worklet: "nowhere" }] },
      }),
    };
    const { status, body } = await imported(wrong);
    expect(status).toBe(422);
    const paths = body.errors.map(({ path }: { path: string }) => path);
    expect(paths).toContain("/files~1broken.ts");
    expect(paths).toContain("/worklets~1second.json/graph/blocks/0/worklet");
    expect((await call("GET", `/applications/${id}`)).status).toBe(404);
    const shapes = await imported({
      "application.json": "{",
      "worklets/Bad Id.json": "{}",
      "worklets/x.json": json({ name: "X", graph: { blocks: [] }, color: "red" }),
      "files/../../etc/passwd.ts": "",
      "README.md": "hello",
    });
    expect(shapes.status).toBe(422);
    expect(shapes.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      "/application.json",
      "/worklets~1Bad Id.json",
      "/worklets~1x.json/graph/blocks",
      "/worklets~1x.json/color",
      "/files~1..~1..~1etc~1passwd.ts",
      "/README.md",
    ]);
    const nobody = await imported({ ...desk(id), "application.json": json({ name: "x", on_failure: "nobody" }) });
    expect(nobody.body.errors[0].path).toBe("/application.json/on_failure");
  });

  it("never holds a secret's value, and lists the secrets that are missing", async () => {
    const id = fresh("desk");
    const blocks = [
      { id: "ask", kind: "http", url: "https://x.example", headers: { a: '{{ secrets["HTTP_KEY"] }}' } },
      { id: "tell", kind: "slack", webhook: "SLACK_HOOK", text: "x" },
    ];
    const named = { ...desk(id), "worklets/out.json": json({ name: "Out", graph: { blocks } }) };
    expect((await imported(named, "?dry_run=true")).body.missing_secrets).toEqual(["HTTP_KEY", "SLACK_HOOK"]);
    const folder = {
      ...desk(id),
      "files/token.ts": 'export const main = (_: unknown, __: unknown, c: any) => c.secrets.get("DESK_TOKEN");',
    };
    expect((await imported(folder)).body.missing_secrets).toEqual(["DESK_TOKEN"]);
    await call("POST", `/applications/${id}/secrets`, { body: { name: "DESK_TOKEN", value: "hush-hush-0815" } });
    expect((await imported(folder)).body.missing_secrets).toEqual([]);
    expect(JSON.stringify(await exported(id))).not.toContain("hush-hush-0815");
  });

  it("holds schedules with their worklets, and an import sets them", async () => {
    const id = fresh("desk");
    const nightly = { id: "nightly", cron: "0 3 * * *", time_zone: "Europe/Berlin", worklet_input: "x" };
    const second = JSON.parse(desk(id)["worklets/second.json"] ?? "");
    const withSchedules = (schedules: unknown) => ({
      ...desk(id),
      "worklets/second.json": json({ ...second, schedules }),
    });
    expect(
      (await imported(withSchedules([nightly, { every: { unit: "hour", count: 2 }, worklet_input: "y" }]))).status,
    ).toBe(200);
    const address = `/applications/${id}/worklets/second/schedules`;
    const ids = async () => (await call("GET", address)).body.items.map((each: { id: string }) => each.id);
    expect(await ids()).toEqual(["nightly", "schedule-2"]);
    const out = await exported(id);
    expect(JSON.parse(out["worklets/second.json"] ?? "").schedules[0]).toMatchObject(nightly);
    expect((await imported(out)).body).toMatchObject({ added: [], modified: [] });
    expect((await imported(desk(id))).status).toBe(200);
    expect(await ids()).toEqual(["nightly", "schedule-2"]);
    const changed = await imported(withSchedules([{ ...nightly, enabled: false }]));
    expect(changed.body).toMatchObject({
      modified: ["worklets/second.json"],
      kept: ["worklets/second.json#schedule-2"],
    });
    expect(await ids()).toEqual(["nightly", "schedule-2"]);
    const less1 = await imported(withSchedules([{ ...nightly, enabled: false }]), "?delete=true");
    expect(less1.body.deleted).toEqual(["worklets/second.json#schedule-2"]);
    expect(await ids()).toEqual(["nightly"]);
    expect((await call("GET", `${address}/nightly`)).body.enabled).toBe(false);
    const wrong = await imported(
      withSchedules([
        { ...nightly, cron: "0 3 30 2 *" },
        { ...nightly, worklet_input: 5 },
      ]),
    );
    expect(wrong.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      "/worklets~1second.json/schedules/0/cron",
      "/worklets~1second.json/schedules/1/id",
      "/worklets~1second.json/schedules/1/worklet_input",
    ]);
    const { "worklets/second.json": _, "worklets/a-first.json": __, ...less } = desk(id);
    const gone = ["worklets/a-first.json", "worklets/second.json", "worklets/second.json#schedule nightly"];
    expect((await imported(less, "?delete=true&dry_run=true")).body.deleted).toEqual(gone);
    expect((await imported(less, "?delete=true")).body.deleted).toEqual(gone);
    expect((await call("GET", address)).status).toBe(404);
  });

  it("holds models without their keys, and an import sets them", async () => {
    const id = fresh("desk");
    const models = {
      triage: { kind: "baseten", url: "https://model.example/predict", api_key: "BASETEN_KEY" },
      language: { kind: "builtin", builtin: "language" },
    };
    const made = await imported({ ...desk(id), "models.json": json(models) });
    expect(made.body).toMatchObject({ created: true, missing_secrets: ["BASETEN_KEY"] });
    const out = await exported(id);
    expect(JSON.parse(out["models.json"] ?? "")).toEqual(models);
    expect((await imported(desk(id))).body.kept).toEqual(["models.json#language", "models.json#triage"]);
    const one = { ...desk(id), "models.json": json({ language: models.language }) };
    expect((await imported(one)).body.kept).toEqual(["models.json#triage"]);
    expect((await call("GET", `/applications/${id}/models`)).body.items).toHaveLength(2);
    expect((await imported(one, "?delete=true")).body.deleted).toEqual(["models.json#triage"]);
    expect((await call("GET", `/applications/${id}/models`)).body.items).toHaveLength(1);
    const wrong = await imported({
      ...desk(id),
      "models.json": json({ x: { kind: "builtin", builtin: "mind-reader" } }),
    });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors[0].path).toBe("/models.json/x/builtin");
    expect((await imported(desk(id), "?delete=true")).body.deleted).toEqual(["models.json#language"]);
    expect((await call("GET", `/applications/${id}/models`)).body.items).toEqual([]);
  });

  it("a model that comes along may be named by a block, and one that goes may not", async () => {
    const id = fresh("desk");
    const asking = {
      ...desk(id),
      "models.json": json({ language: { kind: "builtin", builtin: "language" } }),
      "worklets/ask.json": json({ name: "Ask", graph: { blocks: [{ id: "ask", kind: "model", model: "language" }] } }),
    };
    expect((await imported(asking)).status).toBe(200);
    const { "models.json": _, ...without } = asking;
    expect((await imported(without)).status).toBe(200);
    const refused = await imported(without, "?delete=true");
    expect(refused.body.errors[0].path).toBe("/worklets~1ask.json/graph/blocks/0/model");
    expect((await call("GET", `/applications/${id}/models`)).body.items).toHaveLength(1);
  });

  it("a worklet that others of the folder call is not deleted, and nothing else happens", async () => {
    const id = fresh("desk");
    await imported(desk(id));
    const { "worklets/second.json": _, ...less } = desk(id);
    const { status, body } = await imported({ ...less, "files/new.ts": "export {};" }, "?delete=true");
    expect(status).toBe(422);
    expect(body.errors[0].path).toBe("/worklets~1a-first.json/graph/blocks/0/worklet");
    expect(await exported(id)).not.toHaveProperty(["files/new.ts"]);
    expect((await call("GET", `/applications/${id}/worklets/second`)).status).toBe(200);
  });

  it("a schedule whose input the live version refuses is refused before anything is written", async () => {
    const id = fresh("desk");
    await imported(desk(id));
    const second = JSON.parse(desk(id)["worklets/second.json"] ?? "");
    const numbers = {
      ...second,
      input_schema: { type: "number" },
      schedules: [{ cron: "0 3 * * *", worklet_input: 5 }],
    };
    const folder = { ...desk(id), "files/new.ts": "export {};", "worklets/second.json": json(numbers) };
    for (const query of ["?dry_run=true", ""]) {
      const { status, body } = await imported(folder, query);
      expect(status).toBe(422);
      expect(body.errors[0].path).toBe("/worklets~1second.json/schedules/0/worklet_input");
    }
    expect(await exported(id)).not.toHaveProperty(["files/new.ts"]);
    expect((await imported(folder, "?publish=true")).status).toBe(200);
    const large = { ...second, schedules: [{ cron: "0 3 * * *", worklet_input: "x".repeat(300_000) }] };
    const tooLarge = await imported({ ...desk(id), "worklets/second.json": json(large) });
    expect(tooLarge.body.errors[0].path).toBe("/worklets~1second.json/schedules/0/worklet_input");
  });

  it("schedules without an id are the same at each import", async () => {
    const id = fresh("desk");
    const second = {
      ...JSON.parse(desk(id)["worklets/second.json"] ?? ""),
      schedules: [{ cron: "0 3 * * *", worklet_input: "x" }],
    };
    const folder = { ...desk(id), "worklets/second.json": json(second) };
    await imported(folder);
    const address = `/applications/${id}/worklets/second/schedules/schedule`;
    const { updated_at } = (await call("GET", address)).body;
    expect((await imported(folder)).body.modified).toEqual([]);
    expect((await call("GET", address)).body.updated_at).toBe(updated_at);
  });

  it("a dry run names the worklets that would be published", async () => {
    const id = fresh("desk");
    await imported(desk(id));
    const changed = { ...desk(id), "files/lib/text.ts": "export const clean = (text: string) => text;\n" };
    const both = [
      { worklet: "second", version: null },
      { worklet: "alarm", version: null },
    ];
    expect((await imported(changed, "?dry_run=true&publish=true")).body.published).toEqual(both);
    await imported(changed);
    expect((await imported(changed, "?dry_run=true&publish=true")).body).toMatchObject({
      modified: [],
      published: both,
    });
    expect((await imported(changed, "?publish=true")).body.published).toHaveLength(2);
    expect((await imported(changed, "?publish=true")).body.published).toEqual([]);
  });

  it("application.json says what it says: members that it leaves out stay as they are", async () => {
    const id = fresh("desk");
    await imported(desk(id));
    await imported({ ...desk(id), "application.json": json({ id, name: "Renamed" }) });
    const { body } = await call("GET", `/applications/${id}`);
    expect(body).toMatchObject({ name: "Renamed", allowed_origins: ["https://desk.example"], on_failure: "alarm" });
  });

  it("refuses reserved ids, and a text that is larger than a worklet may be", async () => {
    const id = fresh("desk");
    for (const reserved of ["import", "production"])
      expect((await imported(desk(id), `?id=${reserved}`)).status).toBe(422);
    const { body } = await imported({ ...desk(id), "worklets/second.json": " ".repeat(1_000_001) });
    expect(body.errors).toEqual([
      { path: "/worklets~1second.json", message: expect.stringContaining("larger than 1000000 bytes") },
    ]);
  });

  it("is open to keys of that application only", async () => {
    const id = await newApplication("mine");
    const key = await newKey("creator", id);
    const folder = await exported(id);
    expect((await imported(folder, "", key)).status).toBe(200);
    expect((await imported(folder, `?id=${fresh("other")}`, key)).status).toBe(403);
    expect((await imported(folder, `?id=${await newApplication("theirs")}`, key)).status).toBe(403);
    expect((await call("GET", `/applications/${id}/export`, { key: await newKey("invoke", id) })).status).toBe(403);
  });

  it("ten imports of one folder at once make it once", async () => {
    const id = fresh("desk");
    const answers = await Promise.all(Array.from({ length: 10 }, () => imported(desk(id))));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(0);
    expect(statuses.every((status) => status === 200 || status === 412)).toBe(true);
    expect((await call("GET", `/applications/${id}/worklets`)).body.items).toHaveLength(3);
  });

  it("may be larger than other bodies, up to its own limit", async () => {
    const id = fresh("large");
    const large = Object.fromEntries(
      [1, 2, 3].map((n) => [`files/vendor/big-${n}.js`, `export const text = "${"x".repeat(900_000)}";\n`]),
    );
    expect((await imported({ ...desk(id), ...large })).status).toBe(200);
    const refused = await imported({ "application.json": "x".repeat(10_000_001) });
    expect(refused.status).toBe(413);
    expect(refused.body.detail).toContain("The body is larger than 10000000 bytes");
  });
});
