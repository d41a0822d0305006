import type { View } from "../../src/contract/view.ts";
import { View as ViewSchema } from "../../src/contract/view.ts";
import type { Json } from "../../src/expression/expression.ts";
import type {
  Beginning,
  CallAnswer,
  CallRequest,
  FinalAnswer,
  Page,
  Pending,
  Ports,
  Progress,
} from "../../src/reactive/reactive.ts";
import { createPage, publicView } from "../../src/reactive/reactive.ts";

/** A world for pages, with a clock that is moved by hand and calls that are answered by hand. */

/** A run as the world sees it. */
export type Run = CallRequest & {
  readonly signal: AbortSignal;
  isCanceled: boolean;
  /** Whether it was answered; answering it again is allowed, and changes nothing. */
  isAnswered: boolean;
  answer: (answer: CallAnswer) => void;
  fail: (error: Error) => void;
};

export type Follower = {
  readonly callId: string;
  readonly signal: AbortSignal;
  tell: (progress: Progress) => void;
  end: (answer: FinalAnswer) => void;
};

type Timer = { readonly at: number; readonly order: number; readonly then: () => void };

export class World {
  now = 0;
  readonly runs: Run[] = [];
  readonly followers: Follower[] = [];
  /** What happened outside the page, in order. */
  readonly effects: unknown[][] = [];
  pending: readonly Pending[] = [];
  /** Whether whoever uses the page may read what is wrong with its document. */
  tellsMistakes = true;
  confirms: boolean | Promise<boolean> = true;
  private timers: Timer[] = [];
  private count = 0;

  readonly ports: Ports = {
    newId: () => `id-${++this.count}`,
    after: (milliseconds, then) => {
      const timer = { at: this.now + milliseconds, order: ++this.count, then };
      this.timers.push(timer);
      return () => {
        this.timers = this.timers.filter((each) => each !== timer);
      };
    },
    calls: {
      start: (request, signal) =>
        new Promise((answer, fail) => {
          for (const run of this.runs) if (run.callId === request.supersedes) run.isCanceled = true;
          const run: Run = { ...request, signal, isCanceled: false, isAnswered: false, answer, fail };
          run.answer = (given) => {
            run.isAnswered = true;
            answer(given);
          };
          run.fail = (error) => {
            run.isAnswered = true;
            fail(error);
          };
          this.runs.push(run);
        }),
      cancel: (_call, callId) => {
        for (const run of this.runs) if (run.callId === callId) run.isCanceled = true;
      },
      follow: ({ callId }, signal, tell) =>
        new Promise((end) => {
          this.followers.push({ callId, signal, tell, end });
        }),
      keepPending: (pending) => {
        this.pending = structuredClone(pending);
      },
    },
    effects: {
      navigate: (to) => this.effects.push(["navigate", to]),
      openUrl: (url, newTab) => this.effects.push(["openUrl", url, newTab]),
      copy: async (text) => {
        this.effects.push(["copy", text]);
      },
      download: (file) => this.effects.push(["download", file]),
      notify: ({ message }) => this.effects.push(["notify", message]),
      confirm: async (question) => {
        this.effects.push(["confirm", question]);
        return await this.confirms;
      },
      failed: (message) => this.effects.push(["failed", message]),
      mistake: (message) => (this.tellsMistakes ? message : "It could not."),
    },
  };

  /** Moves the clock; what is due happens at its own time. */
  async advance(milliseconds: number): Promise<void> {
    const until = this.now + milliseconds;
    for (;;) {
      await quiet();
      const [next] = this.timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at || a.order - b.order);
      if (next === undefined) break;
      this.timers = this.timers.filter((each) => each !== next);
      this.now = next.at;
      next.then();
    }
    this.now = until;
  }

  get open(): Run[] {
    return this.runs.filter(({ isAnswered, isCanceled }) => !isAnswered && !isCanceled);
  }

  get last(): Run {
    const run = this.runs.at(-1);
    if (run === undefined) throw new Error("No call was started.");
    return run;
  }

  /** Answers a run that succeeded, and lets the page take it in. */
  async succeed(run: Run, output: Json): Promise<void> {
    run.answer({ outcome: "succeeded", runId: `run-of-${run.callId}`, output });
    await quiet();
  }

  async fail(run: Run, message: string): Promise<void> {
    run.answer({ outcome: "failed", runId: `run-of-${run.callId}`, message });
    await quiet();
  }
}

/** Lets everything happen that waits for nothing but its turn. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
}

type Written = Partial<Omit<View, "components" | "calls">> & {
  components?: unknown[];
  calls?: Record<string, unknown>;
};

/** A view as somebody writes it: places may be left out. */
export function viewOf(written: Written): View {
  const place = { x: 0, y: 0, w: 4, h: 2 };
  const components = (written.components ?? []).map((component) => ({ place, ...(component as object) }));
  const calls = Object.entries(written.calls ?? {}).map(([name, call]) => [
    name,
    { worklet: "w", ...(call as object) },
  ]);
  return ViewSchema.parse({ name: "A view", ...written, components, calls: Object.fromEntries(calls) });
}

export async function open(
  written: Written,
  beginning: Beginning = {},
  world = new World(),
): Promise<{ page: Page; world: World }> {
  const page = createPage(publicView(viewOf(written)), world.ports, beginning);
  void page.load();
  await quiet();
  return { page, world };
}

export function valueAt(page: Page, path: string): Json {
  return page.get(path).value;
}
