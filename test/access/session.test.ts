import { createExecutionContext, createScheduledController, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { makeLink } from "../../src/access/sign-in-link.ts";
import worker from "../../src/index.ts";
import { sha256 } from "../../src/platform/ids.ts";
import { settingsOf } from "../../src/platform/settings.ts";
import { type Answer, call, eventually, host, newApplication, newKey, newWorklet, rootKey } from "../support/api.ts";
import { countedDatabase } from "../support/unready.ts";

const { DB } = env as Env;
const { masterKey } = settingsOf(env as Env);
const hourMs = 3_600_000;
const idOf = (key: string) => key.split("_")[1] ?? "";
const digestOf = (cookie: string) => sha256(cookie.split("=")[1] ?? "");
const fromConsole = { "Sec-Fetch-Site": "same-origin" };

/** `name=text`, as a browser sends a cookie back. */
const cookieIn = (answer: Answer) => answer.headers.get("Set-Cookie")?.split(";")[0] ?? "";

async function signIn(key: string): Promise<string> {
  const answer = await call("POST", "/session", { key: null, body: { key }, headers: fromConsole });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return cookieIn(answer);
}

const signInBy = (link: string, headers: Record<string, string> = fromConsole) =>
  call("POST", `/session?link=${link}`, { key: null, body: {}, headers });

/** A request of the console. */
const browse = (cookie: string, method: string, path: string, body?: unknown) =>
  call(method, path, { key: null, body, headers: { ...fromConsole, Cookie: cookie } });

const statusOf = async (cookie: string) => (await browse(cookie, "GET", "/me")).status;

/** Asks who it is where bindings differ from those of the other tests. */
async function meWith(changes: object, cookie: string) {
  const context = createExecutionContext();
  const request = new Request(`${host}/me`, { headers: { Cookie: cookie } }) as Parameters<typeof worker.fetch>[0];
  const response = await worker.fetch(request, { ...(env as Env), ...changes }, context);
  const body = (await response.json()) as { code?: string };
  await waitOnExecutionContext(context);
  return { status: response.status, body };
}

function later(ms: number) {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
}

afterEach(() => vi.useRealTimers());

describe("signing in with a key", () => {
  it("gives a cookie that no script reads and no other host gets, and tells who signed in", async () => {
    const key = await newKey("operator");
    const answer = await call("POST", "/session", { key: null, body: { key: ` ${key}\n` }, headers: fromConsole });
    const me = { key: idOf(key), role: "operator", application: null, session: true };
    expect(answer).toMatchObject({ status: 200, body: me });
    const [pair, ...attributes] = (answer.headers.get("Set-Cookie") ?? "").split("; ");
    expect(pair).toMatch(/^__Host-worklets=[0-9a-z]{32}$/);
    expect(attributes.sort()).toEqual(["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Lax", "Secure"]);
    expect((await browse(cookieIn(answer), "GET", "/me")).body).toEqual(answer.body);
    const rows = JSON.stringify((await DB.prepare("select * from sessions").all()).results);
    expect(rows).toContain(idOf(key));
    expect(rows).not.toContain(pair?.split("=")[1]);
    expect(rows).not.toContain(key.split("_")[2]);
  });

  it("ends the session that the browser had", async () => {
    const former = await signIn(rootKey);
    const headers = { ...fromConsole, Cookie: former };
    const answer = await call("POST", "/session", { key: null, body: { key: rootKey }, headers });
    expect([await statusOf(former), await statusOf(cookieIn(answer))]).toEqual([401, 200]);
  });

  it("is refused with a key that is not ours, with none, and with both ways at once", async () => {
    const attempt = (path: string, body: object) => call("POST", path, { key: null, body, headers: fromConsole });
    for (const key of ["wk_0123456789_0123456789abcdefghjkmnpqrstvwxyz_000000", rootKey.slice(1)]) {
      const answer = await attempt("/session", { key });
      expect(answer).toMatchObject({ status: 401, body: { code: "access.denied" } });
      expect(answer.headers.get("Set-Cookie")).toBeNull();
    }
    expect(await attempt("/session", {})).toMatchObject({ status: 422, body: { errors: [{ path: "/key" }] } });
    expect(await attempt("/session?link=x", { key: rootKey })).toMatchObject({
      status: 422,
      body: { errors: [{ path: "?link" }] },
    });
  });
});

describe("a sign-in link", () => {
  it("signs in as an admin, once, and what is made then says so", async () => {
    const link = makeLink(masterKey, Date.now());
    const [first, second] = await Promise.all([signInBy(link), signInBy(link)]);
    const [used, refused] = first.status === 200 ? [first, second] : [second, first];
    const me = { key: null, name: "sign-in link", role: "admin", application: null, session: true };
    expect(used).toMatchObject({ status: 200, body: me });
    expect(refused).toMatchObject({ status: 401, body: { code: "session.link_invalid" } });
    expect(await signInBy(link)).toMatchObject({ status: 401, body: { code: "session.link_invalid" } });
    const made = await browse(cookieIn(used), "POST", "/keys", { name: "mine", role: "invoke" });
    expect(made).toMatchObject({ status: 201, body: { created_by: "sign-in link" } });
  });

  it("is refused when it is old, was changed, or is of another installation, and says where to get another", async () => {
    const link = makeLink(masterKey, Date.now());
    const changed = [0, 30, 60].map((at) => link.slice(0, at) + (link[at] === "A" ? "B" : "A") + link.slice(at + 1));
    const wrong = [
      ...changed,
      makeLink(masterKey, Date.now() - hourMs),
      makeLink(Buffer.alloc(32, 7), Date.now()),
      link.slice(1),
      `${link}A`,
    ];
    for (const text of wrong) {
      const answer = await signInBy(text);
      expect(answer, text).toMatchObject({ status: 401, body: { code: "session.link_invalid" } });
      expect(answer.body.detail).toContain("npm run sign-in");
    }
    expect((await signInBy(link)).status).toBe(200);
  });
});

describe("another site", () => {
  it.each(["cross-site", "same-site"])("(%s) can neither sign somebody in nor out", async (site) => {
    const cookie = await signIn(rootKey);
    const headers = { "Sec-Fetch-Site": site, Cookie: cookie };
    const link = makeLink(masterKey, Date.now());
    for (const answer of [
      await call("POST", "/session", { key: null, body: { key: rootKey }, headers }),
      await signInBy(link, headers),
      await call("DELETE", "/session", { key: null, headers }),
    ]) {
      expect(answer).toMatchObject({ status: 403, body: { code: "session.cross_site" } });
      expect(answer.headers.get("Set-Cookie")).toBeNull();
    }
    expect(await statusOf(cookie)).toBe(200);
    expect((await signInBy(link)).status).toBe(200);
  });

  it("changes nothing with the cookie, nor does a request that does not say where it comes from", async () => {
    const cookie = await signIn(rootKey);
    const body = { name: "Theirs", id: "theirs" };
    for (const site of ["cross-site", "same-site", "none", undefined]) {
      const headers = { Cookie: cookie, ...(site && { "Sec-Fetch-Site": site }) };
      const answer = await call("POST", "/applications", { key: null, body, headers });
      expect(answer).toMatchObject({ status: 403, body: { code: "session.cross_site" } });
      expect((await call("GET", "/me", { key: null, headers })).status).toBe(200);
    }
    expect((await call("GET", "/applications/theirs")).status).toBe(404);
    expect((await browse(cookie, "POST", "/applications", body)).status).toBe(201);
  });

  it("never gets a cookie across origins, also when its pages may call an application", async () => {
    const application = await newApplication();
    const origin = "https://app.example.com";
    await call("PATCH", `/applications/${application}`, { body: { allowed_origins: [origin] } });
    const headers = { Cookie: await signIn(rootKey), Origin: origin };
    const answer = await call("GET", `/applications/${application}`, { key: null, headers });
    expect(answer.headers.get("Access-Control-Allow-Origin")).toBe(origin);
    expect(answer.headers.get("Access-Control-Allow-Credentials")).toBeNull();
  });
});

describe("a request with a cookie", () => {
  it("may do what the key may: its role as it is now, its application and no other", async () => {
    const [application, other] = [await newApplication(), await newApplication()];
    const key = await newKey("operator", application);
    const cookie = await signIn(key);
    expect((await browse(cookie, "GET", `/applications/${application}`)).status).toBe(200);
    expect(await browse(cookie, "GET", `/applications/${other}`)).toMatchObject({
      status: 404,
      body: { code: "application.not_found" },
    });
    const rename = () => browse(cookie, "PATCH", `/applications/${application}`, { name: "New" });
    expect(await rename()).toMatchObject({ status: 403, body: { code: "access.role_too_low" } });
    await call("PATCH", `/keys/${idOf(key)}`, { body: { role: "creator" } });
    expect((await rename()).status).toBe(200);
  });

  it("and a key asks as the key, and is not rescued by the cookie when the key is bad", async () => {
    const cookie = await signIn(rootKey);
    const key = await newKey("invoke");
    const both = await call("GET", "/me", { key, headers: { Cookie: cookie } });
    expect(both.body).toMatchObject({ key: idOf(key), session: false });
    const bad = await call("GET", "/me", { key: `${key}x`, headers: { Cookie: cookie } });
    expect(bad).toMatchObject({ status: 401, body: { code: "access.denied" } });
  });

  it("that no sign-in gave is refused, and a malformed one never reaches the database", async () => {
    const { DB: counted, count } = countedDatabase();
    const me = (cookie: string) => meWith({ DB: counted }, cookie);
    for (const text of ["x", "%00", "a".repeat(33), "A".repeat(32), `${"a".repeat(31)}"`]) {
      expect(await me(`other=1; __Host-worklets=${text}`)).toMatchObject({
        status: 401,
        body: { code: "session.ended" },
      });
    }
    expect(count()).toBe(0);
    expect(await me(`__Host-worklets=${"a".repeat(32)}`)).toMatchObject({ body: { code: "session.ended" } });
    expect(count()).toBeGreaterThan(0);
    for (const cookie of ["", "other=1", "__Host-worklets=", "__Host-worklet=x"]) {
      expect((await me(cookie)).body.code, cookie).toBe("access.no_key");
    }
  });
});

describe("a session ends", () => {
  const ended = { status: 401, body: { code: "session.ended" } };
  const update = (cookie: string, column: string, at: number) =>
    DB.prepare(`update sessions set ${column} = ? where digest = ?`).bind(at, digestOf(cookie)).run();

  it("when it was not used for 12 hours, and not before", async () => {
    const cookie = await signIn(rootKey);
    later(12 * hourMs - 60_000);
    expect(await statusOf(cookie)).toBe(200);
    const seen = () =>
      DB.prepare("select seen_at from sessions where digest = ?").bind(digestOf(cookie)).first<number>("seen_at");
    await eventually(seen, (at) => (at ?? 0) > Date.now() - 60_000);
    later(11 * hourMs);
    expect(await statusOf(cookie)).toBe(200);
    later(12 * hourMs);
    expect(await browse(cookie, "GET", "/me")).toMatchObject(ended);
  });

  it("after 30 days, however often it was used", async () => {
    const cookie = await signIn(rootKey);
    await update(cookie, "created_at", Date.now() - 30 * 24 * hourMs);
    later(10_000);
    expect(await browse(cookie, "GET", "/me")).toMatchObject(ended);
  });

  it("when it is signed out, at once, and what is no session can be signed out too", async () => {
    const cookie = await signIn(rootKey);
    for (const text of [cookie, cookie, "__Host-worklets=x", ""]) {
      const answer = await browse(text, "DELETE", "/session");
      expect(answer.status).toBe(204);
      expect(answer.headers.get("Set-Cookie")).toMatch(/^__Host-worklets=; Max-Age=0; .*Secure/);
      expect(await statusOf(cookie)).toBe(401);
    }
  });

  it("when its key is revoked or rotated", async () => {
    const [revoked, rotated] = [await newKey("operator"), await newKey("operator")];
    const cookies = [await signIn(revoked), await signIn(rotated)];
    for (const cookie of cookies) expect(await statusOf(cookie)).toBe(200);
    await call("DELETE", `/keys/${idOf(revoked)}`);
    const { body } = await call("POST", `/keys/${idOf(rotated)}/rotate`);
    for (const cookie of cookies) expect(await browse(cookie, "GET", "/me")).toMatchObject(ended);
    expect(await statusOf(await signIn(body.key))).toBe(200);
  });

  it("when the root key is another one: those of the root key and those of links", async () => {
    const cookies = [await signIn(rootKey), cookieIn(await signInBy(makeLink(masterKey, Date.now())))];
    for (const cookie of cookies) {
      expect((await meWith({}, cookie)).status).toBe(200);
      expect(await meWith({ ROOT_KEY: "another-root-key-of-32-characters-" }, cookie)).toMatchObject(ended);
    }
  });

  it("and is deleted by the minute trigger, as are used links that are old", async () => {
    const [old, idle, good] = [await signIn(rootKey), await signIn(rootKey), await signIn(rootKey)];
    await signInBy(makeLink(masterKey, Date.now() - hourMs + 60_000));
    const now = Date.now();
    await update(old, "created_at", now - 30 * 24 * hourMs);
    await update(idle, "seen_at", now - 12 * hourMs);
    const context = createExecutionContext();
    const event = createScheduledController({ scheduledTime: new Date(now + 120_000), cron: "* * * * *" });
    await worker.scheduled(event, env as Env);
    await waitOnExecutionContext(context);
    const { results } = await DB.prepare("select digest from sessions").all<{ digest: string }>();
    const left = results.map(({ digest }) => digest);
    expect([old, idle, good].map((cookie) => left.includes(digestOf(cookie)))).toEqual([false, false, true]);
    const ends = await DB.prepare("select min(expires_at) as end from used_links").first<number>("end");
    expect(ends === null || ends > now + 120_000).toBe(true);
  });
});

describe("a run that a session starts", () => {
  let worklet: string;
  let cookie: string;
  beforeAll(async () => {
    worklet = await newWorklet(await newApplication(), "export const main = (_, __, { run }) => run.trigger;");
    cookie = await signIn(rootKey);
  });

  it("has the trigger console: in its request, in the background and again", async () => {
    const sync = await browse(cookie, "POST", `${worklet}/invoke`, {});
    expect(sync.body).toMatchObject({ worklet_output: "console" });
    const { body } = await browse(cookie, "POST", `${worklet}/invoke`, { async: true });
    const again = await browse(cookie, "POST", `${worklet}/${body.worklet_run_id}/rerun`, {});
    for (const id of [body.worklet_run_id, again.body.worklet_run_id]) {
      expect((await browse(cookie, "GET", `${worklet}/${id}?wait=10`)).body.worklet_output).toBe("console");
    }
    const list = await eventually(
      () => browse(cookie, "GET", `/applications/${worklet.split("/")[2]}/runs?trigger=console`),
      (answer) => answer.body.items.length === 3,
    );
    expect(list.body.items.map(({ created_by }: { created_by: string }) => created_by)).toEqual(
      Array(3).fill("root key"),
    );
  });

  it("has the trigger api when the same person sends a key", async () => {
    expect((await call("POST", `${worklet}/invoke`)).body.worklet_output).toBe("api");
  });
});
