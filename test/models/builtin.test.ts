import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { keptOnceRead } from "../../src/models/builtin.ts";
import { call, newWorklet } from "../support/api.ts";
import { ask } from "../support/unready.ts";
import { newModel, predict, withKey } from "./support.ts";

const language = { kind: "builtin", builtin: "language" } as const;

describe("the built-in model language", () => {
  it("knows languages by the codes that people use, the likeliest first", async () => {
    const model = await newModel(await withKey(), language);
    const texts: Record<string, string> = {
      de: "Wie spät ist es in Lissabon, wenn hier die Sonne untergeht?",
      en: "Where is the next train station, please?",
      es: "¿Dónde está la estación de tren?",
      zh: "请问最近的火车站在哪里？",
      ja: "駅はどこですか。教えてください。",
    };
    for (const [code, text] of Object.entries(texts)) {
      const { status, body } = await predict(model, text);
      expect([status, body.output.language]).toEqual([200, code]);
      expect(body.output.confidence).toBeGreaterThan(0.5);
      expect(body.output.alternatives).toMatchObject([
        { language: expect.any(String) },
        { confidence: expect.any(Number) },
      ]);
    }
  });

  it("takes an object with the text too", async () => {
    const model = await newModel(await withKey(), language);
    expect((await predict(model, { text: "Dónde está la estación de tren?" })).body.output.language).toBe("es");
  });

  it.each([[null], [5], [[]], [{}], [{ text: 1 }], [""], ["   "], ["12345"], ["?!"]])(
    "refuses %j as the caller's mistake",
    async (input) => {
      const { status, body } = await predict(await newModel(await withKey(), language), input);
      expect([status, body.code, body.errors[0].path]).toEqual([422, "request.invalid", "/input"]);
    },
  );

  it("takes what no one wrote for it, and as much as a body may have", async () => {
    const model = await newModel(await withKey(), language);
    const { status, body } = await predict(model, "Wo ist der nächste Bahnhof? ".repeat(30_000));
    expect([status, body.output.language]).toEqual([200, "de"]);
    for (const text of ["\u0000 Bahnhof \ud800", "`${process.exit()}` where is it", '"); throw 1; ("']) {
      expect((await predict(model, text)).status).toBe(200);
    }
  });

  it("runs behind the walls of user code, with nothing in reach: no binding, no network", async () => {
    const model = await newModel(await withKey(), language);
    const codes: WorkerLoaderWorkerCode[] = [];
    const { LOADER } = env as Env;
    const watched: WorkerLoader["get"] = (id, code) =>
      LOADER.get(id, async () => {
        codes.push(await code());
        return codes[0] as WorkerLoaderWorkerCode;
      });
    const body = JSON.stringify({ input: "Wo ist der nächste Bahnhof?" });
    // Whether loopback addresses are open is part of an isolate's name: this one is new.
    const changes = { LOADER: { get: watched }, ALLOW_LOCAL_EGRESS: "" };
    const answer = await ask(changes, `${model}/predict`, { method: "POST", body });
    expect(answer.body.output.language).toBe("de");
    expect(codes).toMatchObject([{ env: {}, globalOutbound: null, limits: { cpuMs: expect.any(Number) } }]);
  });

  it("ends with its time, and an isolate that was too slow is not asked again", async () => {
    const model = await newModel(await withKey(), { ...language, timeout_ms: 4_000 });
    const { LOADER } = env as Env;
    const ids: string[] = [];
    let isSlow = true;
    const get: WorkerLoader["get"] = (id, code) => {
      ids.push(String(id));
      return LOADER.get(`${id} ${isSlow}`, async () => {
        const { modules, ...more } = await code();
        const hanging = { js: "export const identify = () => new Promise((done) => setTimeout(done, 60_000));" };
        return { ...more, modules: { ...modules, ...(isSlow && { "files/language.js": hanging }) } };
      });
    };
    const predictOnce = () =>
      ask({ LOADER: { get } }, `${model}/predict`, {
        method: "POST",
        body: JSON.stringify({ input: "Wo ist der nächste Bahnhof?" }),
      });
    const late = await predictOnce();
    expect([late.status, late.body.detail]).toEqual([502, expect.stringContaining("did not answer within 4000 ms")]);
    isSlow = false;
    expect((await predictOnce()).body.output.language).toBe("de");
    expect(new Set(ids).size).toBe(2);
  });

  it("that cannot run is the platform's failure, not the model's: 503, try again", async () => {
    const model = await newModel(await withKey(), language);
    const get = () => ({ getEntrypoint: () => ({ run: () => Promise.reject(new Error("no isolate of ours")) }) });
    const body = JSON.stringify({ input: "Guten Tag" });
    const {
      status,
      headers,
      body: told,
    } = await ask({ LOADER: { get } }, `${model}/predict`, { method: "POST", body });
    expect([status, told.code, headers.get("Retry-After")]).toEqual([503, "platform.unavailable", "5"]);
    expect(told.detail).not.toContain("isolate of ours");
  });

  it("lives beside user code and not with it: what a worklet does to its own isolate changes nothing", async () => {
    const application = await withKey();
    const id = application.split("/").at(-1) ?? "";
    const worklet = await newWorklet(id, "export const main = () => { Intl.Locale = null; globalThis.atob = null; };");
    expect((await call("POST", `${worklet}/invoke`)).status).toBe(200);
    const { body } = await predict(await newModel(application, language), "Wo ist der nächste Bahnhof?");
    expect(body.output.language).toBe("de");
  });
});

it("code that could not be read once is read anew, and code that was read is not", async () => {
  let reads = 0;
  const read = keptOnceRead(async () => {
    reads += 1;
    if (reads === 1) throw new Error("The text is not there yet.");
    return reads;
  });
  const [one, other] = await Promise.allSettled([read(), read()]);
  expect([one.status, other.status, reads]).toEqual(["rejected", "rejected", 1]);
  expect([await read(), await read()]).toEqual([2, 2]);
});
