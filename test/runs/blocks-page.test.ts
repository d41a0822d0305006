import { describe, expect, inject, it } from "vitest";
import { call, invoke, newApplication } from "../support/api.ts";

/** The examples of `docs/blocks.md`, with the hosts of the test servers in place of theirs. */

const { url } = inject("providers");
const pages = import.meta.glob("../../docs/blocks.md", { query: "?raw", import: "default", eager: true });
const sections = Object.values(pages)
  .join()
  .split(/^## /m)
  .slice(1)
  .flatMap((section) => {
    const [, example] = /```json\n([\s\S]*?)```/.exec(section) ?? [];
    const [, input, output] = /With the input `([^`]*)` it answers `([^`]*)`/.exec(section) ?? [];
    const title = section.split("\n", 1)[0] ?? "";
    return example && input && output ? [{ title, example, input, output }] : [];
  });

async function prepared(): Promise<string> {
  const application = await newApplication();
  const address = `/applications/${application}`;
  const secrets = { DESK_TOKEN: "desk-token-123", SLACK_WEBHOOK: `${url}/echo/slack` };
  for (const [name, value] of Object.entries(secrets))
    await call("POST", `${address}/secrets`, { body: { name, value } });
  const config = { kind: "builtin", builtin: "language" };
  await call("POST", `${address}/models`, { body: { name: "language", config } });
  const files = { "desk.ts": "export const main = (input) => ({ desk: input });" };
  const blocks = [{ id: "main", kind: "code", file: "desk.ts", function: "main" }];
  await call("POST", `${address}/worklets`, { body: { name: "Desk", id: "desk", files, graph: { blocks } } });
  return address;
}

describe("the examples of the page", () => {
  it("show every kind of block, and each", () => {
    const titles = ["Code", "Model", "Decision", "Worklet", "HTTP", "Slack", "Each: once for each item"];
    expect(sections.map(({ title }) => title)).toEqual(titles);
  });

  it.each(sections)("$title answers what the page says", async ({ title, example, input, output }) => {
    const address = await prepared();
    if (example.includes("desk.ts")) await call("DELETE", `${address}/files/desk.ts?force=true`);
    const body = example.replace("https://desk.example.com", url);
    const made = await call("POST", `${address}/worklets`, { body });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const answer = await invoke(made.headers.get("Location") ?? "", JSON.parse(input));
    expect(answer.body.error).toBeUndefined();
    const told = JSON.parse(output);
    // A model tells more than the page does.
    if (title === "Model") expect(answer.body.worklet_output).toMatchObject(told);
    else expect(answer.body.worklet_output).toEqual(told);
  });
});
