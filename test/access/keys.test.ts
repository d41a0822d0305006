import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { makeKey, readKey } from "../../src/access/key.ts";
import { call, eventually, fresh, newApplication, newKey, rootKey, send } from "../support/api.ts";
import { ask, countedDatabase } from "../support/unready.ts";

const { DB } = env as Env;
const idOf = (key: string) => key.split("_")[1] ?? "";
const statusOf = async (key: string) => (await call("GET", "/me", { key })).status;

/** What this isolate remembers is as old as if so much time had passed. */
function later(ms: number) {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
}

afterEach(() => vi.useRealTimers());

describe("the text of a key", () => {
  it("is wk_<id>_<secret>_<checksum>, shown once and kept nowhere", async () => {
    const made = await call("POST", "/keys", { body: { name: "mine", role: "operator" } });
    expect(made.status).toBe(201);
    expect(made.headers.get("Location")).toBe(`/keys/${made.body.id}`);
    expect(made.body).toMatchObject({
      name: "mine",
      role: "operator",
      application: null,
      created_by: "root key",
      last_used_at: null,
    });
    expect(made.body.key).toMatch(/^wk_[0-9a-z]{10}_[0-9a-z]{32}_[0-9a-f]{6}$/);
    expect(made.body.key.startsWith(made.body.prefix)).toBe(true);
    const read = await call("GET", `/keys/${made.body.id}`);
    expect(read.body.key).toBeUndefined();
    const rows = JSON.stringify((await DB.prepare("select * from keys").all()).results);
    expect(rows).toContain(made.body.id);
    expect(rows).not.toContain(made.body.key.split("_")[2]);
  });

  it("has a checksum over all of it: no single mistyped character passes", () => {
    const { text } = makeKey("0123456789");
    expect(readKey(text)).not.toBeNull();
    for (let at = 0; at < text.length; at++) {
      const other = text[at] === "a" ? "b" : "a";
      expect(readKey(text.slice(0, at) + other + text.slice(at + 1))).toBeNull();
    }
    for (const wrong of ["", "wk_", text.slice(1), `${text}0`, text.toUpperCase(), ` ${text}`, `${text}\n`]) {
      expect(readKey(wrong)).toBeNull();
    }
  });

  it("that is malformed never reaches the database", async () => {
    const key = await newKey("operator");
    const { DB: counted, count } = countedDatabase();
    const me = (text: string) => ask({ DB: counted }, "/me", { headers: { Authorization: `Api-Key ${text}` } });
    for (const text of [`${key.slice(0, -2)}zz`, "wk_a_b_c", "x".repeat(5_000), `${key}x`, rootKey.slice(1)]) {
      expect((await me(text)).status).toBe(401);
    }
    expect(count()).toBe(0);
    expect((await me(key)).status).toBe(200);
    expect(count()).toBeGreaterThan(0);
  });

  it("is taken by both schemes, in any case, and by no other", async () => {
    const key = await newKey("invoke");
    const status = async (header: string) => {
      const response = await send("GET", "/me", { key: null, headers: { Authorization: header } });
      await response.text();
      return response.status;
    };
    for (const scheme of ["Api-Key", "Bearer", "api-key", "BEARER"]) expect(await status(`${scheme} ${key}`)).toBe(200);
    for (const header of [key, `Token ${key}`, `Basic ${btoa(`${key}:`)}`, "Bearer", `Bearer ${key} ${key}`]) {
      expect(await status(header)).toBe(401);
    }
  });
});

describe("the root key", () => {
  it("is an admin that stands in no list", async () => {
    const me = { key: null, name: "root key", role: "admin", application: null, session: false };
    expect((await call("GET", "/me")).body).toEqual(me);
    const rows = JSON.stringify((await DB.prepare("select * from keys").all()).results);
    expect(rows).not.toContain(rootKey);
  });

  it("is no other text that is like it", async () => {
    for (const key of [rootKey.slice(0, -1), `${rootKey}x`, rootKey.toUpperCase()])
      expect(await statusOf(key)).toBe(401);
  });
});

describe("a key that is revoked", () => {
  it("is refused at once where it was revoked", async () => {
    const key = await newKey("operator");
    expect(await statusOf(key)).toBe(200);
    expect((await call("DELETE", `/keys/${idOf(key)}`)).status).toBe(204);
    expect(await statusOf(key)).toBe(401);
    expect((await call("DELETE", `/keys/${idOf(key)}`)).body.code).toBe("key.not_found");
  });

  it("is refused within 10 s where it was not", async () => {
    const key = await newKey("operator");
    expect(await statusOf(key)).toBe(200);
    await DB.prepare("delete from keys where id = ?").bind(idOf(key)).run();
    expect(await statusOf(key)).toBe(200);
    later(10_000);
    expect(await statusOf(key)).toBe(401);
  });

  it("is refused sooner when it is used meanwhile: what is older than 3 s is looked up after the answer", async () => {
    const key = await newKey("operator");
    await statusOf(key);
    await DB.prepare("delete from keys where id = ?").bind(idOf(key)).run();
    later(3_000);
    expect(await statusOf(key)).toBe(200);
    expect(
      await eventually(
        () => statusOf(key),
        (status) => status === 401,
      ),
    ).toBe(401);
  });

  it("goes with its application, which a new one of that id does not give back", async () => {
    const application = await newApplication();
    const key = await newKey("admin", application);
    expect(await statusOf(key)).toBe(200);
    await call("DELETE", `/applications/${application}`);
    await call("POST", "/applications", { body: { name: "again", id: application } });
    expect(await statusOf(key)).toBe(401);
  });
});

describe("a key that is changed", () => {
  it("has its new role and name at once", async () => {
    const key = await newKey("operator");
    expect((await call("GET", "/applications", { key })).status).toBe(200);
    const changed = await call("PATCH", `/keys/${idOf(key)}`, { body: { role: "invoke", name: "  weaker " } });
    expect(changed.body).toMatchObject({ role: "invoke", name: "weaker" });
    expect((await call("GET", "/applications", { key })).status).toBe(403);
  });

  it("is refused by its old text as soon as it is rotated, and taken by its new one", async () => {
    const key = await newKey("operator");
    await statusOf(key);
    const rotated = await call("POST", `/keys/${idOf(key)}/rotate`);
    expect(rotated.status).toBe(200);
    expect(idOf(rotated.body.key)).toBe(idOf(key));
    expect([await statusOf(key), await statusOf(rotated.body.key)]).toEqual([401, 200]);
  });

  it("is taken at once where its old text is still remembered: another isolate rotated it", async () => {
    const key = await newKey("operator");
    await statusOf(key);
    const { text, digest } = makeKey(idOf(key));
    await DB.prepare("update keys set digest = ? where id = ?").bind(digest, idOf(key)).run();
    expect(await statusOf(text)).toBe(200);
    expect(await statusOf(key)).toBe(401);
  });

  it("cannot revoke itself or lower its own role, but can rotate itself", async () => {
    const key = await newKey("admin");
    const own = `/keys/${idOf(key)}`;
    expect((await call("DELETE", own, { key })).body).toMatchObject({ status: 409, code: "key.own" });
    expect((await call("PATCH", own, { key, body: { role: "operator" } })).body).toMatchObject({ status: 409 });
    expect((await call("PATCH", own, { key, body: { name: "me" } })).status).toBe(200);
    const rotated = await call("POST", `${own}/rotate`, { key });
    expect([await statusOf(key), await statusOf(rotated.body.key)]).toEqual([401, 200]);
  });
});

describe("when a key was used last", () => {
  it("is noted once in ten minutes, after the answer, and no request waits for it", async () => {
    const key = await newKey("operator");
    const lastUsed = async () => (await call("GET", `/keys/${idOf(key)}`)).body.last_used_at;
    expect(await lastUsed()).toBeNull();
    const writes: string[] = [];
    const real = DB.prepare.bind(DB);
    const slow = { prepare: (sql: string) => (/^update/i.test(sql) ? stuck(sql) : real(sql)) };
    const stuck = (sql: string): never => {
      writes.push(sql);
      throw new Error("This write fails.");
    };
    const silent = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const answer = await ask({ DB: slow }, "/me", { headers: { Authorization: `Api-Key ${key}` } });
    silent.mockRestore();
    expect([answer.status, writes.length]).toEqual([200, 1]);
    later(600_001);
    await statusOf(key);
    const first = await eventually(lastUsed, (at) => at !== null);
    expect(first).toBe(new Date().toISOString().slice(0, 17) + first.slice(17));
    await statusOf(key);
    later(300_000);
    await statusOf(key);
    expect(await lastUsed()).toBe(first);
  });
});

describe("keys in a list", () => {
  it("come newest first, in pages, and each names who made it", async () => {
    const admin = await newKey("admin");
    const { body: me } = await call("GET", "/me", { key: admin });
    const made: string[] = [];
    for (let count = 0; count < 5; count++) {
      const { body } = await call("POST", "/keys", { key: admin, body: { name: fresh("k"), role: "invoke" } });
      expect(body.created_by).toBe(me.name);
      made.unshift(body.id);
    }
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page = await call("GET", `/keys?limit=2${cursor && `&cursor=${cursor}`}`);
      expect(page.body.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.body.items.map((key: { id: string }) => key.id));
      cursor = page.body.next_cursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => made.includes(id)).sort()).toEqual([...made].sort());
  });

  it.each(["x", "1.2", "bnVsbA", btoa('["a","b"]'), btoa("[1]"), btoa('[1,"a",2]'), "%F0%9F%98%80"])(
    "do not follow a cursor that no page gave: %s",
    async (cursor) => {
      const answer = await call("GET", `/keys?cursor=${cursor}`);
      expect(answer).toMatchObject({ status: 422, body: { code: "request.invalid", errors: [{ path: "?cursor" }] } });
    },
  );

  it.each(["0", "101", "-1", "1.5", "many", ""])("cannot be asked for by a limit of %j", async (limit) => {
    expect(await call("GET", `/keys?limit=${limit}`)).toMatchObject({
      status: 422,
      body: { errors: [{ path: "?limit" }] },
    });
  });
});

it("a new key cannot be limited to an application that is not there", async () => {
  const answer = await call("POST", "/keys", { body: { name: "x", role: "invoke", application: "not-yet" } });
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: "/application" }] } });
});

it.each([
  [{ role: "invoke" }, "/name"],
  [{ name: "   ", role: "invoke" }, "/name"],
  [{ name: "x".repeat(201), role: "invoke" }, "/name"],
  [{ name: "x", role: "root" }, "/role"],
  [{ name: "x", role: "invoke", application: "Not A Slug" }, "/application"],
])("a key is not made of %j", async (body, path) => {
  const answer = await call("POST", "/keys", { body });
  expect(answer.status).toBe(422);
  expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual([path]);
});
