import { SELF } from "cloudflare:test";
import { beforeAll, describe, expect, it } from "vitest";
import { call, eventually, host, newApplication, newKey, newWorklet, rootKey, send } from "../support/api.ts";

let application: string;
let worklet: string;

beforeAll(async () => {
  application = await newApplication();
  worklet = await newWorklet(application, "export const main = (input: unknown) => input;");
});

describe("an address", () => {
  it("that is nobody's is 404 problem+json, with or without a key", async () => {
    for (const key of [rootKey, null]) {
      for (const path of ["/nothing", `${worklet}//invoke`, `/applications/${application}/worklets/w/x/y`]) {
        const answer = await call("GET", path, { key });
        expect(answer).toMatchObject({ status: 404, body: { code: "route.not_found", instance: path } });
        expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
      }
    }
  });

  it("may end with a slash", async () => {
    expect((await call("GET", "/applications/")).status).toBe(200);
    expect((await call("GET", `${worklet}/`)).body.id).toBe(worklet.split("/").at(-1));
    expect((await call("GET", `${worklet}//`)).status).toBe(404);
  });

  it("has no empty part", async () => {
    const inside = worklet.replace("/w", "//w");
    for (const address of ["//", "//applications", "/applications//", "/applications//worklets", inside]) {
      expect((await call("GET", address)).body, address).toMatchObject({ status: 404, code: "route.not_found" });
    }
  });

  it("is no pattern of ours", async () => {
    const patterns = [
      "/docs/:page%7B[a-z0-9-]*%7D",
      "/docs/assets/:name%7B[a-z0-9.-]+%7D",
      `${worklet}/:run%7Brun_[0-9A-Za-z]+%7D`,
    ];
    for (const address of patterns) {
      expect((await call("GET", address)).body, address).toMatchObject({ status: 404, code: "route.not_found" });
    }
  });

  it("names its methods when another one is asked for", async () => {
    const answer = await call("DELETE", `${worklet}/invoke`);
    expect(answer).toMatchObject({ status: 405, body: { code: "route.method_not_allowed" } });
    expect(answer.headers.get("Allow")).toBe("POST");
  });

  it("may hold escapes that mean nothing: a refusal, never a fault of ours", async () => {
    for (const part of [
      "%zz",
      "%",
      "%E0%A4%A",
      "%ff%fe",
      "%00",
      "%F0%9F%98%80",
      "..%2f..",
      "a%2F%2Fb",
      "%2e%2e%2f",
      "x".repeat(5_000),
    ]) {
      for (const path of [
        `/applications/${part}`,
        `/applications/${part}/worklets`,
        `/applications/${application}/files/${part}`,
        `/applications/${application}/files/${part}.ts`,
        `${worklet}/versions/${part}`,
        `/applications/${application}/secrets/${part}`,
        `/keys/${part}`,
      ]) {
        for (const method of ["GET", "PUT", "DELETE"]) {
          const response = await send(method, path, { ...(method === "PUT" && { body: "{}" }) });
          await response.text();
          expect([path.slice(0, 80), method, response.status, response.status >= 400 && response.status < 500]).toEqual(
            [path.slice(0, 80), method, response.status, true],
          );
        }
      }
    }
  });

  it("means the draft however the word is escaped, and needs its role all the same", async () => {
    const path = worklet.replace("/worklets/", "/%64raft/worklets/");
    const key = await newKey("invoke", application);
    expect(await call("POST", `${path}/invoke`, { key })).toMatchObject({ status: 403 });
    const { body } = await call("POST", `${path}/invoke`);
    const run = await eventually(
      () => call("GET", `/applications/${application}/runs`),
      (list) => list.body.items.length > 0,
    );
    expect(run.body.items).toMatchObject([
      { worklet_run_id: body.worklet_run_id, environment: "draft", version: null },
    ]);
  });

  it("may be very long", async () => {
    for (const path of [
      `/${"x/".repeat(4_000)}`,
      `/applications?cursor=${"x".repeat(7_000)}`,
      `/me?${"a=1&".repeat(2_000)}`,
    ]) {
      const response = await send("GET", path);
      await response.text();
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
    }
  });

  it("takes a number of a query in digits only, and says from where to where", async () => {
    for (const [path, wrong, range] of [
      ["/applications", "limit=", "from 1 to 100"],
      ["/applications", "limit=1e1", "from 1 to 100"],
      ["/applications", "limit=%205", "from 1 to 100"],
      ["/applications", "limit=0x10", "from 1 to 100"],
      ["/applications/a/runs", "limit=1.0", "from 1 to 100"],
    ]) {
      const name = `?${wrong?.split("=")[0]}`;
      const { body } = await call("GET", `${path}?${wrong}`);
      expect(body.errors, wrong).toEqual([{ path: name, message: `Give a whole number ${range}, in digits.` }]);
    }
  });

  it("takes seconds to wait in digits only", async () => {
    const worklet = await newWorklet(await newApplication(), "export const main = () => 1;");
    const { body } = await call("POST", `${worklet}/invoke?wait=`, { body: { async: true } });
    expect(body.errors).toEqual([{ path: "?wait", message: "Give a whole number from 0 to 300, in digits." }]);
  });

  it("takes a bare question mark, and refuses a parameter given twice", async () => {
    expect((await call("GET", "/me?")).status).toBe(200);
    expect((await call("GET", "/me?&&")).status).toBe(200);
    const answer = await call("GET", "/applications?limit=1&limit=2");
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ path: "?limit", message: expect.stringContaining("twice") }] },
    });
  });

  it("answers HEAD like GET, without a body", async () => {
    const response = await send("HEAD", "/me");
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("");
    expect((await send("HEAD", "/me", { key: null })).status).toBe(401);
  });
});

describe("an answer", () => {
  it("has a request id of its own and is never stored", async () => {
    const [one, other] = [await call("GET", "/me"), await call("GET", "/nothing")];
    for (const answer of [one, other]) {
      expect(answer.headers.get("X-Request-Id")).toMatch(/^req_[0-9a-z]{16}$/);
      expect(answer.headers.get("Cache-Control")).toBe("no-store");
    }
    expect(other.body.request_id).toBe(other.headers.get("X-Request-Id"));
    expect(one.headers.get("X-Request-Id")).not.toBe(other.headers.get("X-Request-Id"));
  });

  it("carries Cloudflare's own id of the request when there is one", async () => {
    const answer = await call("GET", "/me", { headers: { "cf-ray": "8a1b2c3d4e5f-FRA" } });
    expect(answer.headers.get("X-Request-Id")).toBe("8a1b2c3d4e5f-FRA");
  });

  it("says 401 with the scheme that is expected", async () => {
    const answer = await call("GET", "/me", { key: null });
    expect(answer.headers.get("WWW-Authenticate")).toMatch(/^Api-Key /);
  });
});

describe("a page of another origin", () => {
  const origin = "https://app.example.com";
  const from = (who: string) => ({ Origin: who });

  it("may not read anything unless the application allows its origin", async () => {
    const before = await call("POST", `${worklet}/invoke`, { headers: from(origin) });
    expect(before.status).toBe(200);
    expect(before.headers.get("Access-Control-Allow-Origin")).toBeNull();
    const preflight = await send("OPTIONS", `${worklet}/invoke`, { key: null, headers: from(origin) });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("Access-Control-Allow-Origin")).toBeNull();
    expect(preflight.headers.get("Allow")).toBe("POST, OPTIONS");
  });

  it("may call and read once it is allowed, refusals included", async () => {
    await call("PATCH", `/applications/${application}`, { body: { allowed_origins: [origin] } });
    const preflight = await SELF.fetch(`${host}${worklet}/invoke`, {
      method: "OPTIONS",
      headers: {
        ...from(origin),
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("Access-Control-Allow-Origin")).toBe(origin);
    expect(preflight.headers.get("Access-Control-Allow-Methods")).toBe("POST");
    expect(preflight.headers.get("Access-Control-Allow-Headers")).toMatch(/Authorization/);
    expect(preflight.headers.get("Access-Control-Allow-Credentials")).toBeNull();
    for (const [key, status] of [
      [rootKey, 200],
      [null, 401],
    ] as const) {
      const answer = await call("POST", `${worklet}/invoke`, { key, headers: from(origin) });
      expect(answer.status).toBe(status);
      expect(answer.headers.get("Access-Control-Allow-Origin")).toBe(origin);
      expect(answer.headers.get("Access-Control-Expose-Headers")).toContain("Worklet-Run-Id");
      expect(answer.headers.get("Vary")).toBe("Origin");
    }
  });

  it("is another one when a letter differs, and null is none", async () => {
    for (const other of [
      "https://app.example.com.evil.org",
      "http://app.example.com",
      "https://app.example.com:444",
      "null",
    ]) {
      const answer = await call("POST", `${worklet}/invoke`, { headers: from(other) });
      expect(answer.headers.get("Access-Control-Allow-Origin")).toBeNull();
      expect(answer.headers.get("Vary")).toBe("Origin");
    }
  });

  it("is no longer allowed at once when the application forgets it", async () => {
    await call("PATCH", `/applications/${application}`, { body: { allowed_origins: [] } });
    const answer = await call("POST", `${worklet}/invoke`, { headers: from(origin) });
    expect(answer.headers.get("Access-Control-Allow-Origin")).toBeNull();
  });

  it("learns nothing of an application that is not there", async () => {
    const response = await send("OPTIONS", "/applications/nowhere/worklets/w/invoke", {
      key: null,
      headers: from(origin),
    });
    expect(response.status).toBe(204);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBeNull();
  });

  it.each(["*", "https://app.example.com/", "app.example.com", "https://APP.example.com", "ftp://x", "https://a b"])(
    "cannot be written as %s",
    async (wrong) => {
      const answer = await call("PATCH", `/applications/${application}`, { body: { allowed_origins: [wrong] } });
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: "/allowed_origins/0" }] } });
    },
  );
});
