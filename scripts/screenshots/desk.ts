import { type Call, Refusal } from "../client.ts";

/** The application that the pictures show: a support desk, with runs of every kind. */

export type Places = { application: string; worklet: string; failedRun: string; slowRun: string };

const application = "support-desk";
const worklet = "triage-tickets";

const source = `type Ticket = { text: string; customer: string };

/** Trims the text and counts its words. */
export function clean(ticket: Ticket) {
  const text = ticket.text.trim();
  console.log("cleaned", text.length, "characters");
  return { text, customer: ticket.customer, words: text.split(/\\s+/).length };
}

/** The desk that answers in German. */
export async function german(ticket: { text: string }, env: object, context: { log(text: string): void }) {
  await new Promise((done) => setTimeout(done, 180));
  context.log("handed to Berlin");
  return { desk: "Berlin", text: ticket.text };
}

/** Everybody else. */
export async function english(ticket: { text: string }) {
  await new Promise((done) => setTimeout(done, 90));
  if (ticket.text.includes("refund")) throw new Error("No rule for refunds: ask a person.");
  return { desk: "Dublin", text: ticket.text };
}

/** What the customer is told. */
export function reply(answer: { desk: string }) {
  return { message: "Your ticket is with " + answer.desk + "." };
}
`;

const graph = {
  blocks: [
    { id: "clean", kind: "code", file: "tickets.ts", function: "clean", next: ["language"] },
    { id: "language", kind: "model", model: "language", input: "{{ input.text }}", next: ["route"] },
    {
      id: "route",
      kind: "decision",
      branches: [{ when: "{{ input.language == 'de' }}", next: ["german"] }],
      otherwise: ["english"],
    },
    {
      id: "german",
      kind: "code",
      file: "tickets.ts",
      function: "german",
      input: "{{ blocks.clean }}",
      next: ["reply"],
    },
    {
      id: "english",
      kind: "code",
      file: "tickets.ts",
      function: "english",
      input: "{{ blocks.clean }}",
      retry: { max_attempts: 2, backoff_ms: 300 },
      next: ["reply"],
    },
    { id: "reply", kind: "code", file: "tickets.ts", function: "reply" },
  ],
};

const inputSchema = {
  type: "object",
  required: ["text", "customer"],
  properties: {
    text: { type: "string", title: "Text", description: "What the customer wrote.", maxLength: 5000 },
    customer: { type: "string", title: "Customer" },
  },
};

/** Makes the application anew, and its runs. */
export async function prepareDesk(call: Call): Promise<Places> {
  const must = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await call(method, path, body);
    if (answer.status >= 400 && answer.status !== 500) throw new Refusal(`${method} ${path}`, answer);
    return answer.body as T;
  };
  await call("DELETE", `/applications/${application}?force=true`);
  await must("POST", "/applications", { name: "Support desk", id: application });
  const base = `/applications/${application}`;
  const model = { name: "language", config: { kind: "builtin", builtin: "language" } };
  await must("POST", `${base}/models`, model);
  await must("POST", `${base}/secrets`, { name: "DESK_TOKEN", value: "not a real token" });
  await must("POST", `${base}/secrets`, { name: "SLACK_WEBHOOK", value: "https://hooks.example/none" });
  const files = { "tickets.ts": source };
  await must("POST", `${base}/worklets`, {
    ...{ name: "Triage tickets", id: worklet, files, graph, input_schema: inputSchema },
  });
  await must("POST", `${base}/worklets`, { name: "Nightly report" });
  await must("POST", `${base}/worklets`, { name: "Sync customers" });
  await must("POST", `${base}/worklets/nightly-report/schedules`, {
    ...{ id: "every-night", cron: "30 22 * * 1-5", time_zone: "Europe/Berlin" },
  });
  await must("POST", `${base}/worklets/sync-customers/schedules`, {
    ...{ id: "every-quarter", every: { unit: "minute", count: 15 }, time_zone: "Europe/Berlin" },
  });
  const invoke = `${base}/worklets/${worklet}/invoke`;
  const texts = [
    "Der Bildschirm bleibt nach dem Einschalten schwarz.",
    "The invoice shows the wrong address.",
    "Hello",
  ];
  for (const text of texts) await must("POST", invoke, { worklet_input: { text, customer: "Ada" } });
  type Receipt = { worklet_run_id: string };
  const background = (text: string) =>
    must<Receipt>("POST", `${invoke}?wait=20`, { worklet_input: { text, customer: "Grace" }, async: true });
  const { worklet_run_id: slowRun } = await background("Können Sie mir bitte helfen, das Gerät zurückzusetzen?");
  const { worklet_run_id: failedRun } = await background("Please tell me when my refund will arrive, I am waiting.");
  await changeDraft(must, base);
  return { application, worklet, failedRun, slowRun };
}

/** Leaves something to publish. */
async function changeDraft(
  must: <T>(method: string, path: string, body?: unknown) => Promise<T>,
  base: string,
): Promise<void> {
  const folder = await must<Record<string, string>>("GET", `${base}/export`);
  const rule = '  if (ticket.text.includes("refund")) throw new Error("No rule for refunds: ask a person.");';
  const cured = '  if (ticket.text.includes("refund")) return { desk: "Billing", text: ticket.text };';
  folder["files/tickets.ts"] = source.replace(rule, cured);
  await must("POST", `/applications/import?id=${application}`, folder);
}
