import { describe, expect, inject, it } from "vitest";
import { belongs } from "../../scripts/folder.ts";
import { call, eventually, invoke } from "../support/api.ts";

/** The applications of `examples/`, made through the API from their folders: they answer what their READMEs say. */

declare global {
  interface ImportMeta {
    glob(pattern: string, options: { query: string; import: string; eager: true }): Record<string, string>;
  }
}

const texts = import.meta.glob("../../examples/**/*", { query: "?raw", import: "default", eager: true });

/** The texts below a folder of `examples/` by path. */
function textsBelow(folder: string): [path: string, text: string][] {
  const start = `../../examples/${folder}/`;
  return Object.entries(texts).flatMap(([path, text]) =>
    path.startsWith(start) ? [[path.slice(start.length), text]] : [],
  );
}

async function create(id: string) {
  const folder = Object.fromEntries(textsBelow(id).filter(([path]) => belongs(path)));
  const { status, body } = await call("POST", `/applications/import?id=${id}`, { body: folder });
  expect({ status, errors: body.errors ?? body.detail }).toEqual({ status: 200 });
}

describe("the examples", () => {
  it("every folder is here, with a README of about ten lines whose curl line names a worklet of it", () => {
    const folders = [...new Set(Object.keys(texts).map((path) => path.split("/")[3] ?? ""))];
    expect(folders).toEqual(expect.arrayContaining(["daily-report", "hello", "language", "model-server", "triage"]));
    for (const folder of folders) {
      const own = Object.fromEntries(textsBelow(folder));
      const worklet = /curl -X POST \S+\/applications\/([^/]+)\/worklets\/([^/]+)\/invoke/.exec(own["README.md"] ?? "");
      expect(worklet?.[1]).toBe(folder);
      expect(own).toHaveProperty([`worklets/${worklet?.[2]}.json`]);
      expect(own["README.md"]?.split("\n").length).toBeLessThan(20);
    }
  });

  it("hello greets, and refuses an input without a name", async () => {
    await create("hello");
    const worklet = "/applications/hello/worklets/hello";
    const { body } = await invoke(worklet, { name: "Ada" }, { query: "?trace=true" });
    expect(body.worklet_output).toEqual({ greeting: "Hello, Ada!" });
    expect(JSON.stringify(body.trace)).toContain("Greeting Ada");
    expect((await invoke(worklet, {})).status).toBe(422);
  });

  it("language knows languages by a model that is one vendored file, and refuses an empty text", async () => {
    await create("language");
    const worklet = "/applications/language/worklets/identify";
    const { body } = await invoke(worklet, { text: "Wie spät ist es in Lissabon?" });
    expect(body.worklet_output).toMatchObject({ language: "deu", alternatives: [{}, {}] });
    expect(body.worklet_output.confidence).toBeGreaterThan(0.9);
    const languages = [
      "Where is the next train station?",
      "¿Dónde está la estación de tren?",
      "Où est la prochaine gare, s'il vous plaît ?",
    ];
    const found = await Promise.all(languages.map((text) => invoke(worklet, { text })));
    expect(found.map((answer) => answer.body.worklet_output.language)).toEqual(["eng", "spa", "fra"]);
    const empty = await invoke(worklet, { text: " " });
    expect([empty.status, empty.body.error.message]).toEqual([422, expect.stringContaining("The text is empty")]);
  });

  it("triage runs the branch that the decision chose", async () => {
    await create("triage");
    const worklet = "/applications/triage/worklets/triage";
    const output = async (text: string, from?: string) => (await invoke(worklet, { text, from })).body.worklet_output;
    expect(await output("Urgent: nobody can sign in since noon.", "Grace")).toEqual({
      queue: "on-call",
      priority: 1,
      note: "Grace: Urgent: nobody can sign in since noon.",
      tone: "calm",
    });
    expect(await output("NOBODY\n ANSWERS")).toMatchObject({ note: "somebody: NOBODY ANSWERS", tone: "upset" });
    expect(await output("Nobody can sign in since noon.")).toMatchObject({ queue: "accounts", priority: 3 });
    expect(await output("Where is my invoice?")).toMatchObject({ queue: "billing" });
    expect((await invoke(worklet, { text: " " })).status).toBe(422);
  });

  it("daily-report works out the input of the worklet that it calls, by hand and by its schedule", async () => {
    await create("daily-report");
    const worklet = "/applications/daily-report/worklets/daily-report";
    const { body } = await invoke(worklet, { today: "2026-01-03" });
    expect(body.worklet_output).toEqual({ day: "2026-01-02", orders: 2, total: "65.00 EUR" });
    const schedule = `${worklet}/schedules/every-morning`;
    expect((await call("GET", schedule)).body).toMatchObject({
      sentence: expect.stringContaining("06:00"),
      enabled: true,
    });
    const { body: receipt } = await call("POST", `${schedule}/run`);
    const run = await call("GET", `${worklet}/${receipt.worklet_run_id}?wait=10`);
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    expect(run.body).toMatchObject({ status: "SUCCEEDED", worklet_output: { day: yesterday } });
  });

  it("model-server asks the model on the server beside it, with the key that the application keeps", async () => {
    const { url, key } = inject("modelServer");
    await create("model-server");
    const application = "/applications/model-server";
    const { config } = (await call("GET", `${application}/models/sentiment`)).body;
    // Its port is a free one here.
    await call("POST", `${application}/secrets`, { body: { name: "MODEL_KEY", value: "wrong-key" } });
    const moved = await call("PUT", `${application}/models/sentiment`, { body: { config: { ...config, url } } });
    expect(moved.status).toBe(200);
    const review = () => invoke(`${application}/worklets/review`, { text: "Great service, thanks!" });
    const refused = await review();
    expect(refused.body.error).toMatchObject({
      block: "sentiment",
      message: expect.stringContaining("The key is wrong."),
    });
    await call("PUT", `${application}/secrets/MODEL_KEY`, { body: { value: key } });
    const answer = await eventually(review, ({ status }) => status === 200);
    expect(answer.body.worklet_output).toEqual({ queue: "thanks", label: "positive", confidence: 0.9526 });
  });
});
