import { beforeAll, describe, expect, it } from "vitest";
import { call, fresh, newApplication, newKey, send } from "../support/api.ts";
import { newView } from "./documents.ts";
import {
  cookieOf,
  documentOf,
  make,
  newCaller,
  newId,
  newPublished,
  open,
  type Published,
  republish,
} from "./visits.ts";

/** The page at `/v/A/V`: who may open it, and what comes with it. */

const browser = { Accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };
const echo = "export const main = (input: unknown) => input;";

let shared: Awaited<ReturnType<typeof newCaller>>;
let hidden: Published;
beforeAll(async () => {
  shared = await newCaller(echo);
  hidden = await newPublished(
    shared.application,
    documentOf({ find: { worklet: shared.slug } }, { access: "private" }),
  );
});

const visit = (address: string, headers: Record<string, string> = {}) =>
  send("GET", address, { key: null, headers: { ...browser, ...headers } });
const policyOf = (response: Response) => response.headers.get("Content-Security-Policy") ?? "";

describe("a view that anyone with the link may open", () => {
  it("comes as HTML that holds nothing of it, under a policy that runs files of this origin only", async () => {
    const response = await visit(`${shared.address}?q=1&utm_source=mail`);
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
    expect(html).toContain('src="/view/assets/');
    expect(html).not.toContain(shared.id);
    const policy = policyOf(response);
    for (const rule of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'"]) {
      expect(policy.split("; ")).toContain(rule);
    }
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(response.headers.get("Referrer-Policy")).toBe("same-origin");
    expect(response.headers.get("Vary")).toContain("Accept");
  });

  it("comes as JSON with a token, and without what stays on the server", async () => {
    const { status, body, headers } = await call("GET", shared.address, { key: null, headers: { Accept: "*/*" } });
    expect(status).toBe(200);
    const { application, id } = shared;
    expect(body).toMatchObject({ application, id, name: id, version: 1, access: "link", token: expect.any(String) });
    expect(body.view.calls.find).toEqual({ trigger: "event", debounce_ms: 250, overlap: "cancel", values: { q: {} } });
    expect(JSON.stringify(body)).not.toContain(shared.slug);
    expect(Date.parse(body.expires_at) - Date.now()).toBeGreaterThan(3_500_000);
    expect(headers.get("Cache-Control")).toBe("no-store");
  });

  it("opens for a stranger whatever key they bring, and answers no other origin", async () => {
    const elsewhere = await newKey("invoke", await newApplication());
    expect((await call("GET", shared.address, { key: elsewhere })).status).toBe(200);
    await call("PATCH", `/applications/${shared.application}`, {
      body: { allowed_origins: ["https://other.example"] },
    });
    const response = await send("GET", shared.address, { key: null, headers: { Origin: "https://other.example" } });
    expect(response.headers.get("Access-Control-Allow-Origin")).toBeNull();
    const preflight = await send("OPTIONS", `${shared.address}/calls/find`, {
      headers: { Origin: "https://other.example", "Access-Control-Request-Method": "POST" },
    });
    expect(preflight.headers.get("Access-Control-Allow-Origin")).toBeNull();
  });

  it("is framed by the origins that it names, and by nobody when it names none", async () => {
    expect(policyOf(await visit(shared.address))).toMatch(/; frame-ancestors 'none'$/);
    const origins = ["https://intranet.example.com", "http://localhost:3000"];
    const framed = await newPublished(shared.application, { frame_ancestors: origins });
    expect(policyOf(await visit(framed.address))).toMatch(
      /; frame-ancestors https:\/\/intranet\.example\.com http:\/\/localhost:3000$/,
    );
  });

  it("takes no origin that would end the policy and begin another", async () => {
    for (const origin of ["https://a;script-src", "https://a,b", "https://a'b"]) {
      const wish = { name: fresh("view"), frame_ancestors: [origin] };
      const { status, body } = await call("POST", `/applications/${shared.application}/views`, { body: wish });
      expect(status, origin).toBe(422);
      expect(body.errors[0].path).toBe("/frame_ancestors/0");
    }
  });

  it("shows at once what is published, under its new name too", async () => {
    const view = await newPublished(shared.application, { state: { a: 1 } });
    const first = await call("GET", view.address, { key: null });
    expect(first.body).toMatchObject({ version: 1, view: { state: { a: 1 } } });
    await republish(view, { state: { a: 2 } });
    await call("PATCH", view.view, { body: { name: "Orders" } });
    const second = await call("GET", view.address, { key: null });
    expect(second.body).toMatchObject({ version: 2, name: "Orders", view: { state: { a: 2 } } });
    await call("POST", `${view.view}/versions/1/restore`);
    expect((await call("GET", view.address, { key: null })).body.version).toBe(1);
    await call("DELETE", view.view);
    expect((await call("GET", view.address)).body.code).toBe("view.not_found");
  });
});

describe("a private view", () => {
  it("leads a browser to the sign-in and back, with the page's own parameters", async () => {
    const response = await visit(`${hidden.address}?q=a%26b`);
    expect(response.status).toBe(303);
    const to = new URL(response.headers.get("Location") ?? "", "https://worklets.example");
    expect(to.pathname).toBe("/console/sign-in");
    expect(to.searchParams.get("next")).toBe(`${hidden.address}?q=a%26b`);
  });

  it("looks to a stranger like one that was never published, and like one that is not there", async () => {
    const drafted = fresh("drafted");
    await newView(`/applications/${shared.application}/views`, {}, drafted);
    const places = [hidden.address, `/v/${shared.application}/${drafted}`, "/v/nowhere/nothing"];
    for (const place of places) {
      expect((await visit(place)).status).toBe(303);
      expect(await call("GET", place, { key: null })).toMatchObject({ status: 401, body: { code: "access.no_key" } });
      const elsewhere = await newKey("admin", await newApplication());
      const { status, body } = await call("GET", place, { key: elsewhere });
      expect({ status, code: body.code }).toEqual({ status: 404, code: "application.not_found" });
      const low = await call("GET", place, { key: await newKey("invoke") });
      expect(low).toMatchObject({ status: 403, body: { code: "access.role_too_low" } });
    }
    for (const place of places.slice(1)) {
      expect(await call("GET", place)).toMatchObject({ status: 404, body: { code: "view.not_found" } });
    }
  });

  it("opens for a session, whose page calls with its cookie and its token from this very origin", async () => {
    const key = await newKey("operator", shared.application);
    const Cookie = await cookieOf(key);
    expect((await visit(hidden.address, { Cookie })).status).toBe(200);
    const { body } = await call("GET", hidden.address, { key: null, headers: { Cookie } });
    expect(body).toMatchObject({ access: "private", version: 1 });
    const Authorization = `View ${body.token}`;
    const sent = { key: null, body: { call_id: newId(), values: {} } };
    const address = `${hidden.address}/calls/find`;
    const here = { Authorization, Cookie, "Sec-Fetch-Site": "same-origin" };
    expect(await call("POST", address, { ...sent, headers: here })).toMatchObject({
      status: 200,
      body: { status: "SUCCEEDED", output: {} },
    });
    const across = await call("POST", address, { ...sent, headers: { ...here, "Sec-Fetch-Site": "same-site" } });
    expect(across).toMatchObject({ status: 403, body: { code: "session.cross_site" } });
    const tokenOnly = await call("POST", address, { ...sent, headers: { Authorization } });
    expect(tokenOnly).toMatchObject({ status: 401, body: { code: "access.no_key" } });
    const another = { ...here, Cookie: await cookieOf(await newKey("operator")) };
    expect(await call("POST", address, { ...sent, headers: another })).toMatchObject({
      status: 401,
      body: { code: "view.token_invalid" },
    });
  });

  it("takes a key beside its token, and names its owner on the run", async () => {
    const key = await newKey("operator");
    const { body } = await call("GET", hidden.address, { key });
    const headers = { Authorization: `View ${body.token}, Api-Key ${key}` };
    const sent = { key: null, body: { call_id: newId() }, headers };
    const { body: answer } = await call("POST", `${hidden.address}/calls/find`, sent);
    const runs = await call("GET", `/applications/${shared.application}/worklets/${shared.slug}/${answer.run_id}`);
    expect(runs.body).toMatchObject({ trigger: "view", status: "SUCCEEDED" });
  });

  it("tells who is signed in and may not see it so on a page, not by sending them in a circle", async () => {
    const Cookie = await cookieOf(await newKey("invoke"));
    const response = await visit(hidden.address, { Cookie });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('src="/view/assets/');
    const ended = await visit(hidden.address, { Cookie: `__Host-worklets=${"0".repeat(32)}` });
    expect(ended.status).toBe(303);
  });

  it("shuts out strangers at once when it was open to them before", async () => {
    const document = documentOf({ find: { worklet: shared.slug } });
    const view = await newPublished(shared.application, document);
    const page = await open(view);
    expect((await make(page)).status).toBe(200);
    await republish(view, { ...document, access: "private" });
    expect((await make(page)).body.code).toBe("access.no_key");
    expect((await call("GET", view.address, { key: null })).status).toBe(401);
  });
});
