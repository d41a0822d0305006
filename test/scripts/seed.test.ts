import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Answer, Call } from "../../scripts/client.ts";
import { curlLine, sampleOf } from "../../scripts/curl-line.ts";
import { exampleIds, seedApplication } from "../../scripts/seed.ts";
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

/** An API that writes down what it is sent and refuses as it is told. */
function api(refuses: (request: string, before: string[]) => boolean): {
  call: Call;
  taken: string[];
  bodies: unknown[];
} {
  const taken: string[] = [];
  const bodies: unknown[] = [];
  const call = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const request = `${method} ${path}${method === "POST" ? ` ${(body as { id: string }).id}` : ""}`;
    if (refuses(request, taken)) return { status: 422, body: { detail: `not ${request}` } };
    taken.push(request);
    bodies.push(body);
    return { status: 200, body: null };
  };
  return { call, taken, bodies };
}

const desk = {
  "desk/application.json": { name: "Desk", allowed_origins: [], on_failure: "b" },
  "desk/files/a.ts": `import "./lib/b";`,
  "desk/files/lib/b.ts": "export {};",
  "desk/files/.DS_Store": "",
  "desk/worklets/a.json": { name: "A", graph: { blocks: [] }, schedules: [] },
  "desk/worklets/b.json": { name: "B", graph: { blocks: [] } },
  "notes/README.md": "no application",
};

describe("an example", () => {
  test("is a folder with an application.json", () => {
    expect(exampleIds(folderOf(desk))).toEqual(["desk"]);
    expect(exampleIds("/there/is/no/such/folder")).toEqual([]);
  });

  test("becomes an application; what needs another part waits for it", async () => {
    const { call, taken, bodies } = api(
      (request, before) =>
        (request.endsWith("files/a.ts") && !before.some((done) => done.endsWith("b.ts"))) ||
        (request.endsWith("worklets a") && !before.some((done) => done.endsWith("worklets b"))),
    );
    expect(await seedApplication(call, join(folderOf(desk), "desk"), "desk")).toBe(null);
    expect(taken).toEqual([
      "POST /applications desk",
      "PUT /applications/desk/files/lib/b.ts",
      "PUT /applications/desk/files/a.ts",
      "POST /applications/desk/worklets b",
      "POST /applications/desk/worklets a",
      "PATCH /applications/desk",
    ]);
    expect(bodies[4]).toEqual({ id: "a", name: "A", graph: { blocks: [] } });
  });

  test("of which a part is refused for good leaves nothing behind and says why", async () => {
    const { call, taken } = api((request) => request.endsWith("worklets a"));
    const refusal = await seedApplication(call, join(folderOf(desk), "desk"), "desk");
    expect(refusal?.message).toBe(
      "POST /applications/desk/worklets answered 422: not POST /applications/desk/worklets a",
    );
    expect(taken.at(-1)).toBe("DELETE /applications/desk?force=true");
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
