import { describe, expect, it } from "vitest";
import { call, fresh, invoke } from "../support/api.ts";
import { desk, key, providers, run, runBehind, save } from "./outside-blocks.ts";

const ask = (model: string, more: object = {}) => ({ id: "ask", kind: "model", model, ...more });

async function withModels(): Promise<string> {
  const application = await desk({ KEY: key });
  const models: Record<string, object> = {
    mood: { kind: "baseten", url: `${providers}/baseten/predict`, api_key: "KEY" },
    locked: { kind: "openai", base_url: `${providers}/openai/v1`, model: "m", task: "chat", api_key: "TOKEN" },
    slow: { kind: "http", url: `${providers}/fault/${fresh("slow")}/hang` },
  };
  for (const [name, config] of Object.entries(models)) {
    const made = await call("POST", `${application}/models`, { body: { name, config } });
    expect(made.status).toBe(201);
  }
  return application;
}

describe("a model block", () => {
  it("asks with its input or a mapping of it, and hands the prediction on", async () => {
    const blocks = [ask("mood", { input: { text: "{{ input.words }}!" } })];
    const { body } = await run(await withModels(), blocks, { words: "Hello" });
    expect(body.worklet_output).toEqual({ label: "loud", scores: [0.9, 0.1] });
    expect(body.trace.blocks[0]).toMatchObject({ block: "ask", kind: "model", status: "SUCCEEDED" });
    expect(JSON.stringify(body.trace)).not.toContain(key);
  });

  it("fails with the provider's words and without its key", async () => {
    const { body } = await run(await withModels(), [ask("locked")], "Hello");
    expect(body.error).toMatchObject({ kind: "user", block: "ask" });
    expect(body.error.message).toContain("Incorrect API key provided: ***");
    expect(JSON.stringify(body)).not.toContain("secret-token-1234");
  });

  it("ends with the block's time, and with the run's", async () => {
    const application = await withModels();
    const ofBlock = await run(application, [ask("slow", { timeout_ms: 200 })]);
    expect(ofBlock.body.error).toMatchObject({ kind: "timeout", block: "ask" });
    const ofRun = await run(application, [ask("slow")], null, { settings: { timeout_ms: 200 } });
    expect(ofRun.status).toBe(504);
  });

  it("is refused when the application has no such model, and says which it has", async () => {
    const { status, body } = await save(await withModels(), [ask("moods")]);
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ path: "/graph/blocks/0/model", block: "ask", member: "model" }]);
    expect(body.errors[0].message).toContain("It has: locked, mood, slow.");
  });

  it("keeps its model from being deleted, unless that is forced: then the run names the block", async () => {
    const application = await withModels();
    const made = await save(application, [ask("mood")]);
    const worklet = made.headers.get("Location") ?? "";
    const refused = await call("DELETE", `${application}/models/mood`);
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ code: "model.in_use", used_by: [`worklet ${made.body.id}`] });
    // A draft that no longer asks it leaves the live version, which does.
    const code = { id: "a", kind: "code", file: "a.ts", function: "main" };
    await call("PUT", `${application}/files/a.ts`, { body: "export const main = () => 1;" });
    const draft = await call("PUT", `${worklet}/draft`, {
      body: { graph: { blocks: [code] } },
      headers: { "If-Match": "*" },
    });
    expect(draft.status).toBe(200);
    expect((await call("DELETE", `${application}/models/mood`)).status).toBe(409);
    expect((await call("DELETE", `${application}/models/mood?force=true`)).status).toBe(204);
    const { body } = await invoke(worklet, { text: "Hello" });
    expect(body.error).toMatchObject({
      kind: "user",
      block: "ask",
      message: expect.stringContaining('no model "mood"'),
    });
  });

  it("runs in the background, its key masked in what is kept", async () => {
    const { poll, address } = await runBehind(await withModels(), [ask("locked")], "Hello");
    expect(poll).toMatchObject({ status: "FAILED", error: { block: "ask" } });
    expect(poll.error.message).toContain("***");
    expect(JSON.stringify([poll, (await call("GET", `${address}/trace`)).body])).not.toContain("secret-token-1234");
  });
});

describe("context.model", () => {
  const code = [{ id: "main", kind: "code", file: "m.ts", function: "main" }];
  const source = `export const main = async (input, env, context) => {
    const answer = await context.model("mood").predict({ text: input });
    const errors = [];
    for (const name of ["locked", "none", 7]) {
      try { await context.model(name).predict("x"); } catch (error) { errors.push(error instanceof Error ? error.message : "no error"); }
    }
    return { answer, errors };
  };`;

  it.each(["at once", "in the background"])(
    "predicts %s, and what goes wrong is an Error that code can catch",
    async (how) => {
      const more = { files: { "m.ts": source } };
      const application = await withModels();
      const output =
        how === "at once"
          ? (await run(application, code, "Hello!", more)).body.worklet_output
          : (await runBehind(application, code, "Hello!", more)).poll.worklet_output;
      expect(output.answer).toEqual({ label: "loud", scores: [0.9, 0.1] });
      expect(output.errors[0]).toContain("Incorrect API key provided: ***");
      expect(output.errors[1]).toContain('The application has no model "none". It has: locked, mood, slow.');
      expect(output.errors[2]).toBe("context.model takes the name of a model.");
    },
  );

  it("masks in the trace the secrets that the model has read", async () => {
    const leak = `export const main = async (input, env, context) => {
      await context.model("mood").predict({ text: "a" });
      return input;
    };`;
    const { body } = await run(await withModels(), code, `has ${key} in it`, { files: { "m.ts": leak } });
    expect(body.trace.blocks[0].output).toBe("has *** in it");
  });
});
