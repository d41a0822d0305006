import { expect, inject, it } from "vitest";
import { call, eventually, fresh, invoke, newApplication } from "../support/api.ts";

/** The draft that the wire contract shows, as it is written there, but for the hosts. */

const witness = inject("witness");

const draft = (desk: string) => ({
  name: "Triage",
  id: "triage",
  files: { "triage.ts": "export function clean(input: { text: string }) { return { text: input.text.trim() }; }" },
  graph: {
    blocks: [
      { id: "clean", kind: "code", file: "triage.ts", function: "clean", next: ["language"] },
      { id: "language", kind: "model", model: "language", input: "{{ input.text }}", next: ["route"] },
      {
        id: "route",
        kind: "decision",
        branches: [{ when: "{{ input.language == 'de' }}", next: ["german"] }],
        otherwise: ["other"],
      },
      {
        id: "german",
        kind: "worklet",
        worklet: "german-desk",
        timeout_ms: 30000,
        retry: { max_attempts: 3, backoff_ms: 500 },
        next: ["notify"],
      },
      { id: "other", kind: "http", method: "POST", url: desk, body: "{{ input }}", next: ["notify"] },
      { id: "notify", kind: "slack", webhook: "SLACK_WEBHOOK", text: "New: {{ worklet_input.text }}" },
    ],
  },
  input_schema: { type: "object", required: ["text"], properties: { text: { type: "string" } } },
  output_schema: null,
  settings: { timeout_ms: 300000, background_timeout_ms: null, run_as_background_task: false, retry: null },
});

const german = "Das ist ein deutscher Satz, den jeder versteht.";
const english = "This is a plain English sentence that everybody understands.";

async function kept(name: string) {
  return (await (await fetch(`${witness}/kept/${name}`)).json()) as { body: string; headers: Record<string, string> }[];
}

it("is saved and runs, each way through it, at once and in the background", async () => {
  const application = await newApplication();
  const address = `/applications/${application}`;
  const [desk, slack] = [fresh("desk"), fresh("slack")];
  const config = { kind: "builtin", builtin: "language" };
  await call("POST", `${address}/models`, { body: { name: "language", config } });
  await call("POST", `${address}/secrets`, { body: { name: "SLACK_WEBHOOK", value: `${witness}/keep/${slack}/200` } });
  const blocks = [{ id: "main", kind: "code", file: "german.ts", function: "main" }];
  const files = { "german.ts": "export const main = (input) => ({ desk: 'de', input });" };
  await call("POST", `${address}/worklets`, {
    body: { name: "German desk", id: "german-desk", files, graph: { blocks } },
  });
  const made = await call("POST", `${address}/worklets`, { body: draft(`${witness}/keep/${desk}/200`) });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const worklet = `${address}/worklets/triage`;

  const first = await invoke(worklet, { text: ` ${german} ` }, { query: "?trace=true" });
  expect(first.body).toMatchObject({ success: true, worklet_output: { ok: true } });
  const statuses = first.body.trace.blocks.map(
    (each: { block: string; status: string }) => `${each.block} ${each.status}`,
  );
  expect(statuses).toContain("german SUCCEEDED");
  expect(statuses).toContain("other SKIPPED");
  expect(JSON.stringify(first.body.trace)).not.toContain(slack);
  expect(await kept(desk)).toEqual([]);

  const second = await invoke(worklet, { text: english });
  expect(second.body).toMatchObject({ success: true, worklet_output: { ok: true } });
  const [sent] = await kept(desk);
  expect(JSON.parse(sent?.body ?? "")).toMatchObject({ language: "en" });
  expect(sent?.headers["idempotency-key"]).toBe(`${second.body.worklet_run_id}:other`);

  const receipt = await call("POST", `${worklet}/invoke`, { body: { worklet_input: { text: german }, async: true } });
  const ended = await eventually(
    () => call("GET", `${worklet}/${receipt.body.worklet_run_id}?wait=5`),
    ({ body }) => body.status !== "QUEUED" && body.status !== "RUNNING",
    15_000,
  );
  expect(ended.body).toMatchObject({ status: "SUCCEEDED", worklet_output: { ok: true } });
  const messages = (await kept(slack)).map(({ body }) => JSON.parse(body).text);
  expect(messages).toEqual([`New:  ${german} `, `New: ${english}`, `New: ${german}`]);
});
