import { describe, expect, it } from "vitest";
import { slugOf } from "../../src/platform/ids.ts";
import { call, fresh, invoke, newApplication, newKey, newWorklet } from "../support/api.ts";

const create = (body: object) => call("POST", "/applications", { body });

describe("an application", () => {
  it("has an id made of its name, which stays when it is renamed", async () => {
    const name = `Support Desk ${fresh("x")}`;
    const made = await create({ name: `  ${name} ` });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      id: slugOf(name),
      name,
      allowed_origins: [],
      on_failure: null,
      created_by: "root key",
    });
    const address = `/applications/${made.body.id}`;
    expect(made.headers.get("Location")).toBe(address);
    const renamed = await call("PATCH", address, { body: { name: "Other" } });
    expect(renamed).toMatchObject({ status: 200, body: { id: made.body.id, name: "Other" } });
    expect((await call("GET", address)).body).toEqual(renamed.body);
    expect((await call("PATCH", address, { body: {} })).body).toEqual(renamed.body);
  });

  it("says who made it", async () => {
    const key = await newKey("creator");
    const made = await call("POST", "/applications", { key, body: { name: fresh("made") } });
    expect(made.body.created_by).toMatch(/^creator-/);
  });

  it("is refused when its id is taken, with what to do", async () => {
    const id = await newApplication();
    expect(await create({ name: "x", id })).toMatchObject({
      status: 409,
      body: { code: "application.exists", detail: expect.stringContaining('"id"') },
    });
  });

  it.each(["import", "new", "production", "draft"])(
    "cannot have the reserved id %s, chosen or made of a name",
    async (id) => {
      expect(await create({ name: "x", id })).toMatchObject({ status: 422, body: { errors: [{ path: "/id" }] } });
      expect(await create({ name: id.toUpperCase() })).toMatchObject({
        status: 422,
        body: { errors: [{ path: "/id" }] },
      });
    },
  );

  it.each(["Upper", "-a", "a_b", "a b", "", "a".repeat(64), "ä"])("cannot have the id %j", async (id) => {
    expect(await create({ name: "x", id })).toMatchObject({ status: 422, body: { errors: [{ path: "/id" }] } });
  });

  it("needs an id when no letter of its name can stand in one", async () => {
    expect(await create({ name: "日本語" })).toMatchObject({ status: 422, body: { errors: [{ path: "/id" }] } });
    expect((await create({ name: "日本語", id: fresh("nihongo") })).status).toBe(201);
  });

  it("that is not there is 404 wherever it stands in an address", async () => {
    for (const path of [
      "",
      "/files",
      "/worklets",
      "/worklets/w",
      "/secrets",
      "/runs",
      "/files/a.ts",
      "/worklets/w/draft",
    ]) {
      expect((await call("GET", `/applications/not-there${path}`)).body.code).toBe("application.not_found");
    }
    expect((await call("POST", "/applications/not-there/worklets/w/invoke")).status).toBe(404);
  });
});

describe("a slug", () => {
  it.each([
    ["Triage (new)", "triage-new"],
    ["  Größe & Maß ", "gro-e-ma"],
    ["--a--", "a"],
    ["Ünïcödé", "unicode"],
    ["x".repeat(100), "x".repeat(63)],
    [`${"x".repeat(62)} y`, "x".repeat(62)],
    ["!!!", ""],
  ])("of %j is %j", (name, slug) => expect(slugOf(name)).toBe(slug));
});

describe("deleting an application", () => {
  it("needs force while it has worklets, and names them", async () => {
    const application = await newApplication();
    const worklet = await newWorklet(application, "export const main = () => 1;");
    const refused = await call("DELETE", `/applications/${application}`);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: "application.in_use", used_by: [`worklet ${worklet.split("/").at(-1)}`] },
    });
    expect((await invoke(worklet)).status).toBe(200);
    expect((await call("DELETE", `/applications/${application}?force=true`)).status).toBe(204);
  });

  it("ends its endpoints at once, fixed versions included, and nothing is there for a new one of that id", async () => {
    const application = await newApplication();
    const worklet = await newWorklet(application, "export const main = () => 'old';");
    expect((await invoke(worklet)).status).toBe(200);
    expect((await invoke(worklet, null, { query: "?version=1" })).status).toBe(200);
    await call("DELETE", `/applications/${application}?force=true`);
    expect((await invoke(worklet)).status).toBe(404);
    expect((await invoke(worklet, null, { query: "?version=1" })).status).toBe(404);
    await create({ name: "again", id: application });
    expect((await invoke(worklet)).body.code).toBe("worklet.not_found");
    for (const list of ["worklets", "files", "secrets", "runs"]) {
      expect((await call("GET", `/applications/${application}/${list}`)).body).toEqual({
        items: [],
        next_cursor: null,
      });
    }
  });
});

describe("on_failure of an application", () => {
  it("names a worklet that is there, which then is in use", async () => {
    const application = await newApplication();
    const address = `/applications/${application}`;
    const worklet = await newWorklet(application, "export const main = () => 1;");
    const id = worklet.split("/").at(-1);
    const refused = await call("PATCH", address, { body: { on_failure: "nobody" } });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: "/on_failure" }] } });
    expect((await create({ name: "x", on_failure: "nobody" })).status).toBe(422);
    expect((await call("PATCH", address, { body: { on_failure: id } })).body.on_failure).toBe(id);
    expect((await call("DELETE", worklet)).body).toMatchObject({
      code: "worklet.in_use",
      used_by: ["on_failure of the application"],
    });
    expect((await call("DELETE", `${worklet}?force=true`)).status).toBe(204);
    expect((await call("GET", address)).body.on_failure).toBeNull();
  });
});

describe("the list of applications", () => {
  it("pages by id without losing or repeating one", async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => newApplication("paged")));
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page = await call("GET", `/applications?limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      seen.push(...page.body.items.map((item: { id: string }) => item.id));
      cursor = page.body.next_cursor;
    }
    expect(seen).toEqual([...seen].sort());
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(made));
  });

  it.each(["applications", "worklets", "files", "secrets", "versions", "runs"])(
    "and every other one refuses what is no cursor or limit of it: %s",
    async (name) => {
      const application = await newApplication();
      const list = {
        applications: "/applications",
        versions: `${await newWorklet(application, "export const main = () => 1;")}/versions`,
      }[name];
      for (const query of ["cursor=garbage", "cursor=", "cursor=WzFd", "limit=0", "limit=101", "limit=ten"]) {
        if (query === "cursor=WzFd" && name === "versions") continue; // [1] is a position there
        const answer = await call("GET", `${list ?? `/applications/${application}/${name}`}?${query}`);
        expect([query, answer.status, answer.body.errors?.[0]?.path]).toEqual([query, 422, `?${query.split("=")[0]}`]);
      }
    },
  );
});
