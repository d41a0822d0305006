import { describe, expect, it } from "vitest";
import { belongs } from "../../scripts/folder.ts";
import { call, invoke } from "../support/api.ts";

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
    expect(folders).toEqual(expect.arrayContaining(["hello", "language", "triage"]));
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
});
