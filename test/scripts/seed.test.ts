import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Call } from "../../scripts/client.ts";
import { curlLine } from "../../scripts/curl-line.ts";
import { exampleIds, seedApplication } from "../../scripts/seed.ts";
import { sampleOf } from "../../src/source/sample.ts";
import { drop } from "./checkout.ts";

function folderOf(files: Record<string, unknown>): string {
  const folder = mkdtempSync(join(tmpdir(), "worklets-"));
  onTestFinished(() => drop(folder));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === "string" ? content : JSON.stringify(content));
  }
  return folder;
}

const desk = {
  "desk/application.json": { name: "Desk", allowed_origins: [], on_failure: "b" },
  "desk/files/a.ts": `import "./lib/b";`,
  "desk/files/lib/b.ts": "export {};",
  "desk/worklets/a.json": { name: "A", graph: { blocks: [] } },
  "notes/README.md": "no application",
};

describe("an example", () => {
  test("is a folder with an application.json", () => {
    expect(exampleIds(folderOf(desk))).toEqual(["desk"]);
    expect(exampleIds("/there/is/no/such/folder")).toEqual([]);
  });

  test("is imported as a whole under its folder's name, and says why when it is refused", async () => {
    const sent: unknown[] = [];
    const answering = (status: number): Call => {
      return async (...request) => {
        sent.push(request);
        return { status, body: { detail: "No." } };
      };
    };
    const folder = join(folderOf(desk), "desk");
    expect(await seedApplication(answering(200), folder, "desk")).toBe(null);
    const paths = ["application.json", "files/a.ts", "files/lib/b.ts", "worklets/a.json"];
    expect(sent).toEqual([["POST", "/applications/import?id=desk&publish=true", expect.anything()]]);
    expect(Object.keys((sent as [[string, string, object]])[0][2])).toEqual(paths);
    const refusal = await seedApplication(answering(422), folder, "desk");
    expect(refusal?.message).toBe("POST /applications/import?id=desk&publish=true answered 422: No.");
  });
});

describe("the curl line", () => {
  test("keeps an input with quotes whole", () => {
    expect(curlLine("http://h/applications/a/worklets/w", "wk_1", { text: "it's" })).toBe(
      `curl -X POST http://h/applications/a/worklets/w/invoke \\\n     -H 'Authorization: Api-Key wk_1' \\\n     -d '{"worklet_input":{"text":"it'\\''s"}}'`,
    );
  });

  test("takes an input that the worklet's schema allows", () => {
    expect(sampleOf(null)).toBe(null);
    expect(sampleOf({ type: "object", examples: [{ name: "Grace" }] })).toEqual({ name: "Grace" });
    const properties = { name: { type: "string" }, size: { enum: ["s", "m"] }, count: { type: "integer" } };
    expect(sampleOf({ type: "object", required: ["name", "size"], properties })).toEqual({ name: "Ada", size: "s" });
  });
});
