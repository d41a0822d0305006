import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, inject, it } from "vitest";
import type { Life } from "../../src/runs/life.ts";
import { call, fresh, newApplication, newWorklet } from "../support/api.ts";

const witness = inject("witness");
const bindings = env as Env;
const hits = async (name: string) => Number(await (await fetch(`${witness}/count/${name}`)).text());

function lifeOf(id: string): Promise<Life> {
  const object = bindings.RUN.get(bindings.RUN.idFromName(id));
  return runInDurableObject(object, (_, { storage }) => JSON.parse(storage.kv.get<string>("life") ?? "") as Life);
}

/** A chain of so many blocks, each of which counts itself outside and gives a text of so many characters. */
async function chain(name: string, blocks: number, characters: number): Promise<string> {
  const source = `export async function main() { await fetch("${witness}/hit/${name}"); return "x".repeat(${characters}); }`;
  const graph = {
    blocks: Array.from({ length: blocks }, (_, n) => ({
      id: `b${n}`,
      kind: "code",
      file: `${name}.ts`,
      function: "main",
    })),
  };
  return newWorklet(await newApplication(), source, { files: { [`${name}.ts`]: source }, graph });
}

describe("a background run", () => {
  it("leaves and begins again after 32 MB of values, under the same attempt, and no block runs twice", async () => {
    const name = fresh("large");
    const worklet = await chain(name, 50, 900_000);
    const { body } = await call("POST", `${worklet}/invoke?wait=60`, { body: { async: true } });
    expect(body).toMatchObject({ success: true });
    expect(body.worklet_output).toHaveLength(900_000);
    expect(await hits(name)).toBe(50);
    const { turn, attempt } = await lifeOf(body.worklet_run_id);
    // Each block gives 0.9 MB and the next one reads it: 90 MB in all.
    expect({ turn, attempt }).toEqual({ turn: 3, attempt: 1 });
  }, 90_000);

  it("does all of a chain of small values in one turn", async () => {
    const name = fresh("small");
    const worklet = await chain(name, 50, 100);
    const { body } = await call("POST", `${worklet}/invoke?wait=60`, { body: { async: true } });
    expect(await hits(name)).toBe(50);
    expect((await lifeOf(body.worklet_run_id)).turn).toBe(1);
  }, 90_000);
});
