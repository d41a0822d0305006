import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DraftPages } from "../../../../src/console/builder/live/draft-pages.ts";
import type { DraftServer } from "../../../../src/console/builder/live/draft-server.ts";
import type { ViewDraft } from "../../../../src/contract/view.ts";
import type { NewDraftCall } from "../../../../src/contract/view-call.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a run under way", () => {
  it("goes on while something else is edited, and its answer is shown by the next page", async () => {
    const { show, server, pages } = opened();
    show(desk);
    show(withLabel("People of the desk"));
    await answered(server, 0, ["Ada"]);
    expect(server.started).toHaveLength(1);
    expect(server.canceled).toEqual([]);
    expect(pages.pageFor(withLabel("People of the desk")).get("list.data").value).toEqual(["Ada"]);
  });

  it("is canceled when the call asks for something else, and the new one waits for a pause in the typing", async () => {
    const { show, server } = opened();
    show(desk);
    await vi.advanceTimersByTimeAsync(1);
    for (const limit of [1, 10, 100]) {
      show(withInput({ limit }));
      await vi.advanceTimersByTimeAsync(50);
    }
    await vi.advanceTimersByTimeAsync(300);
    expect(server.canceled).toEqual([server.started[0]?.body.call_id]);
    expect(server.started.map(({ body }) => body.call?.input)).toEqual([undefined, { limit: 100 }]);
  });

  it("is canceled when the builder is left", async () => {
    const { show, server, leave } = opened();
    show(desk);
    await vi.advanceTimersByTimeAsync(1);
    leave();
    await vi.advanceTimersByTimeAsync(1);
    expect(server.canceled).toHaveLength(1);
  });
});

describe("the next page", () => {
  it("has what was typed, and the answers, without asking again", async () => {
    const { show, server } = opened();
    show(desk).set("search.value", "gra");
    await vi.advanceTimersByTimeAsync(300);
    await answered(server, server.started.length - 1, ["Grace"]);
    const page = show(withLabel("Other"));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(page.get("search.value").value).toBe("gra");
    expect(page.get("calls.find.data").value).toEqual(["Grace"]);
    expect(server.started.filter(({ body }) => body.values.q === "gra")).toHaveLength(1);
  });

  it("shows the last answer of a changed call until there is a new one", async () => {
    const { show, server } = opened();
    show(desk);
    await answered(server, 0, ["Ada"]);
    const page = show(withInput({ limit: 1 }));
    await vi.advanceTimersByTimeAsync(300);
    expect(page.get("calls.find.data").value).toEqual(["Ada"]);
    expect(page.get("calls.find.stale").value).toBe(true);
    await answered(server, 1, ["Grace"]);
    expect(page.get("calls.find.data").value).toEqual(["Grace"]);
  });

  it("is there at once for a component that is new, since it is drawn at once", () => {
    const { pages, show } = opened();
    show(desk);
    const more = { ...desk, components: [...desk.components, component("note", "text", { text: "Hello" })] };
    expect(pages.pageFor(more).get("note.text").value).toBe("Hello");
  });

  it("is the one before, with a reason, when there can be none of the draft", () => {
    const { pages, show } = opened();
    const page = show(desk);
    const broken = { ...desk, components: [...desk.components, component("x", "no_such_kind" as "text", {})] };
    expect(pages.pageFor(broken)).toBe(page);
    expect(pages.problem).not.toBeNull();
    expect(pages.pageFor(withLabel("Mended"))).not.toBeNull();
  });

  it("begins as for a new visitor when it is started over", async () => {
    const { pages, show, server } = opened();
    show(desk).set("search.value", "gra");
    await answered(server, 0, ["Ada"]);
    pages.restart(desk);
    const page = pages.pageFor(desk);
    expect(page.get("search.value").value).toBe("");
    expect(page.get("calls.find.data").value).toBeNull();
  });
});

describe("a call with a value that comes from nowhere", () => {
  type Call = ViewDraft["calls"][string];
  const withValue = (call: Call) => ({ ...call, values: { ...call.values, more: {} } });

  /** What its page starts of a draft that has answered, got such a value, and is asked to run again. */
  async function startedAgain(call: Call) {
    const { show, server } = opened();
    show(desk);
    await answered(server, 0, ["Ada"]);
    show({ ...desk, calls: { find: withValue(call) } }).refresh("find");
    await vi.advanceTimersByTimeAsync(1_000);
    return server.started;
  }

  it("does not run while it is new", async () => {
    const { show, server } = opened();
    const page = show({ ...desk, calls: { find: withValue(find) } });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.started).toEqual([]);
    expect(page.get("calls.find.error").value).toBeNull();
    show(desk);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.started).toHaveLength(1);
  });

  it("goes on as it was before, until it is said", async () => {
    const { show, server } = opened();
    show(desk);
    await answered(server, 0, ["Ada"]);
    const page = show({ ...desk, calls: { find: withValue(find) } });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(page.get("calls.find.data").value).toEqual(["Ada"]);
    expect(server.started).toHaveLength(1);
    const said = { ...find, values: { ...find.values, more: { from: 1 } } };
    show({ ...desk, calls: { find: said } });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.started.map(({ body }) => body.values)).toEqual([{ q: "" }, { q: "", more: 1 }]);
  });

  it("may be run again as it was before", async () => {
    expect((await startedAgain(find)).map(({ body }) => body.values)).toEqual([{ q: "" }, { q: "" }]);
  });

  it.each([
    ["another input", { ...find, input: { limit: 3 } }],
    ["another origin of a value", { ...find, values: { q: { from: "other" } } }],
    ["another schema of a value", { ...find, values: { q: { ...find.values.q, schema: { type: "string" } } } }],
    ["a value less", { ...find, values: {} }],
  ])("does not run as it was before when there is also %s", async (_, call) => {
    expect(await startedAgain(call)).toHaveLength(1);
  });
});

it("a background run is followed on by the page of an edited draft, under the worklet it was made for", async () => {
  const { show, server } = opened();
  show(desk);
  await vi.advanceTimersByTimeAsync(1);
  server.started[0]?.accept();
  await vi.advanceTimersByTimeAsync(1);
  const page = show(withLabel("Other"));
  await vi.advanceTimersByTimeAsync(1);
  server.finish(["Ada"]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(page.get("calls.find.data").value).toEqual(["Ada"]);
  expect(server.started).toHaveLength(1);
  expect(server.canceled).toEqual([]);
  expect(new Set(server.followed)).toEqual(new Set(["find-people"]));
});

it("while it is edited, a page only tells where it would lead", () => {
  const { pages } = opened();
  pages.effects.port.navigate({ view: "orders", query: { q: "a b" } });
  expect(pages.effects.notices.read().map(({ message }) => message)).toEqual([
    "This goes to /v/desk/orders?q=a+b. Try it in the preview.",
  ]);
});

function component(id: string, kind: "text" | "text_input" | "table", properties: Record<string, string>) {
  return { id, kind, place: { x: 0, y: 0, w: 4, h: 2 }, properties, events: {} };
}

const find = {
  worklet: "find-people",
  trigger: "binding" as const,
  values: { q: { from: "{{ search.value }}" } },
  debounce_ms: 250,
  overlap: "cancel" as const,
};

const desk: ViewDraft = {
  components: [
    component("search", "text_input", { label: "Search" }),
    component("list", "table", { label: "People", data: "{{ calls.find.data }}" }),
  ],
  state: {},
  query: {},
  calls: { find },
  events: {},
  access: "private",
  frame_ancestors: [],
};

function withLabel(label: string): ViewDraft {
  const [search, list] = desk.components as [ViewDraft["components"][number], ViewDraft["components"][number]];
  return { ...desk, components: [search, { ...list, properties: { ...list.properties, label } }] };
}

function withInput(input: Record<string, number>): ViewDraft {
  return { ...desk, calls: { find: { ...find, input } } };
}

/** Pages that are drawn whenever the draft changes. */
function opened() {
  const server = new RunsServer();
  const after = (milliseconds: number, then: () => void) => {
    const timer = setTimeout(then, milliseconds);
    return () => clearTimeout(timer);
  };
  const pause = (milliseconds: number) => new Promise<void>((resolve) => void after(milliseconds, resolve));
  const pages = new DraftPages("/v/desk/people", server, { after, pause });
  const leave = pages.show();
  const show = (draft: ViewDraft) => {
    pages.make(draft);
    const page = pages.pageFor(draft);
    pages.load(page);
    return page;
  };
  return { pages, server, show, leave };
}

async function answered(server: RunsServer, at: number, output: unknown): Promise<void> {
  await vi.advanceTimersByTimeAsync(1);
  server.started[at]?.answer(output);
  await vi.advanceTimersByTimeAsync(1);
}

type Started = { body: NewDraftCall; answer(output: unknown): void; accept(): void };

/** The platform's routes for calls of drafts: what was started is answered when the test says so. */
class RunsServer implements DraftServer {
  readonly started: Started[] = [];
  readonly canceled: string[] = [];
  readonly followed: string[] = [];
  private output: unknown = null;

  readonly start: DraftServer["start"] = (_call, body, signal) =>
    new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
      this.started.push({
        body,
        answer: (output) => resolve(Response.json({ run_id: "run_1", status: "SUCCEEDED", output })),
        accept: () => resolve(Response.json({ run_id: "run_1", status: "RUNNING" }, { status: 202 })),
      });
    });

  readonly cancel: DraftServer["cancel"] = ({ callId }) => void this.canceled.push(callId);

  readonly sendAbout: DraftServer["sendAbout"] =
    ({ worklet }) =>
    async () => {
      this.followed.push(worklet);
      const done = { run_id: "run_1", status: "SUCCEEDED", output: this.output };
      return new Response(this.output === null ? "" : `event: done\ndata: ${JSON.stringify(done)}\n\n`);
    };

  finish(output: unknown): void {
    this.output = output;
  }
}
