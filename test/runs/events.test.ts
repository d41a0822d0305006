import { describe, expect, it } from "vitest";
import { eventStream } from "../../src/runs/event-stream.ts";
import { call, eventually, fresh, invoke, newApplication, newKey, newWorklet, send } from "../support/api.ts";
import { gate, open } from "../support/hits.ts";

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came and says what it expects of it.
type Event = { id: number; type: string; data: any };

function eventsOf(text: string): Event[] {
  return text.split("\n\n").flatMap((piece) => {
    const [, id, type, data] = /^id: (\d+)\nevent: (\w+)\ndata: (.*)$/.exec(piece) ?? [];
    return data === undefined ? [] : [{ id: Number(id), type: type ?? "", data: JSON.parse(data) }];
  });
}

/** Everything that a stream says until it ends. */
async function replayOf(address: string, headers: Record<string, string> = {}): Promise<Event[]> {
  return eventsOf(await (await send("GET", `${address}/events`, { headers })).text());
}

/** Two code blocks; `before` is what the first one does before it returns. */
const twoBlocks = (before = "") => ({
  graph: {
    blocks: [
      { id: "first", kind: "code", file: "steps.ts", function: "first" },
      { id: "second", kind: "code", file: "steps.ts", function: "second" },
    ],
  },
  files: {
    "steps.ts": `${gate}
      export async function first(n: number) { console.log('at work'); ${before} return n + 1; }
      export const second = (n: number) => n * 2;`,
  },
});

describe("the events of a background run", () => {
  it("come while it runs, numbered, and end with its result", async () => {
    const name = fresh("first");
    const worklet = await newWorklet(
      await newApplication(),
      "export const main = 1;",
      twoBlocks(`await opened("${name}");`),
    );
    const { body } = await call("POST", `${worklet}/invoke`, { body: { async: true, worklet_input: 1 } });
    const response = await send("GET", `${worklet}/${body.worklet_run_id}/events`);
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Type")).toBe("text/event-stream");
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    let statusWhenStarted = "";
    for (;;) {
      const piece = await reader?.read();
      if (!piece || piece.done) break;
      text += piece.value;
      if (statusWhenStarted === "" && text.includes('"block":"first"')) {
        statusWhenStarted = (await call("GET", `${worklet}/${body.worklet_run_id}`)).body.status;
        await open(name);
      }
    }
    expect(statusWhenStarted).toBe("RUNNING");
    const events = eventsOf(text);
    expect(events.map(({ id }) => id)).toEqual(events.map((_, place) => place + 1));
    const blocks = events.filter(({ type }) => type === "block").map(({ data }) => `${data.block} ${data.status}`);
    expect(blocks).toEqual(["first RUNNING", "first SUCCEEDED", "second RUNNING", "second SUCCEEDED"]);
    expect(events.filter(({ type }) => type === "status").map(({ data }) => data.status)).toEqual([
      "RUNNING",
      "SUCCEEDED",
    ]);
    expect(events.filter(({ type }) => type === "log")[0]?.data).toMatchObject({ block: "first", text: "at work" });
    const poll = await call("GET", `${worklet}/${body.worklet_run_id}`);
    expect(events.at(-1)).toMatchObject({ type: "done", data: poll.body });
    expect(poll.body.worklet_output).toBe(4);
  });

  it("are told again from the start or after Last-Event-ID, and 204 when none will follow", async () => {
    const worklet = await newWorklet(await newApplication(), "export const main = 1;", twoBlocks());
    const { body } = await call("POST", `${worklet}/invoke?wait=10`, { body: { async: true, worklet_input: 1 } });
    const address = `${worklet}/${body.worklet_run_id}`;
    const all = await replayOf(address);
    expect(all.at(-1)?.type).toBe("done");
    for (const at of [1, 3, all.length - 1]) {
      expect(await replayOf(address, { "Last-Event-ID": String(at) })).toEqual(all.slice(at));
    }
    const over = await send("GET", `${address}/events`, { headers: { "Last-Event-ID": String(all.length) } });
    expect(over.status).toBe(204);
  });

  it("are refused to a key that only invokes, for a run that is not there, and after what is no event of the run", async () => {
    const worklet = await newWorklet(await newApplication(), "export const main = 1;", twoBlocks());
    const { body } = await call("POST", `${worklet}/invoke?wait=10`, { body: { async: true, worklet_input: 1 } });
    const address = `${worklet}/${body.worklet_run_id}/events`;
    expect((await call("GET", address, { key: await newKey("invoke") })).status).toBe(403);
    expect((await call("GET", `${worklet}/run_a${"0".repeat(32)}/events`)).body.code).toBe("run.not_found");
    for (const id of ["abc", "999"]) {
      const strange = await call("GET", address, { headers: { "Last-Event-ID": id } });
      expect(strange.body).toMatchObject({ status: 422, errors: [{ path: "Last-Event-ID" }] });
    }
    const good = await send("GET", address);
    expect(good.headers.get("Worklet-Run-Id")).toBe(body.worklet_run_id);
    expect(good.headers.get("Worklet-Outcome")).toBe("succeeded");
    await good.body?.cancel();
  });
});

it("the events of a synchronous run are made of its row and its trace", async () => {
  const worklet = await newWorklet(await newApplication(), "export const main = 1;", twoBlocks(""));
  const { body } = await invoke(worklet, 5);
  const address = `${worklet}/${body.worklet_run_id}`;
  await eventually(
    () => call("GET", address),
    (answer) => answer.status === 200,
  );
  const events = await replayOf(address);
  expect(events.map(({ type, data }) => `${type} ${data.block ?? ""} ${data.status ?? data.text}`)).toEqual([
    "status  RUNNING",
    "block first RUNNING",
    "log first at work",
    "block first SUCCEEDED",
    "block second RUNNING",
    "block second SUCCEEDED",
    "status  SUCCEEDED",
    "done  SUCCEEDED",
  ]);
  expect(events.at(-1)?.data.worklet_output).toBe(12);
  expect(await replayOf(address, { "Last-Event-ID": "6" })).toEqual(events.slice(6));
});

describe("a stream", () => {
  const nothingYet = { text: "", last: 0, over: false };

  it("shows that it lives by a comment, and ends after its time", async () => {
    const waits: number[] = [];
    const stream = eventStream(
      nothingYet,
      async (last, waitMs) => {
        waits.push(waitMs);
        await new Promise((done) => setTimeout(done, waitMs));
        return { ...nothingYet, last };
      },
      { beatMs: 40, lastsMs: 1_500 },
    );
    const text = await new Response(stream).text();
    expect(text.startsWith("retry: 1000\n\n")).toBe(true);
    expect(text.match(/^: /gm)?.length).toBeGreaterThanOrEqual(2);
    expect(Math.max(...waits)).toBeLessThanOrEqual(40);
  });

  it("asks no more when its reader goes away, and ends when the run's object was interrupted", async () => {
    let asked = 0;
    const stream = eventStream(nothingYet, async (last) => {
      asked += 1;
      return { text: `id: ${asked}\nevent: log\ndata: {}\n\n`, last: last + 1, over: false };
    });
    const reader = stream.getReader();
    await reader.read();
    await reader.read();
    await reader.cancel();
    expect(asked).toBe(1);
    const broken = eventStream(nothingYet, () => Promise.reject(new Error("reset")));
    expect(await new Response(broken).text()).toBe("retry: 1000\n\n");
  });
});
