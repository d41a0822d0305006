import { describe, expect, it } from "vitest";
import { advance, type Happening, newLife } from "../../src/runs/life.ts";
import { RunJournal, type RunStart } from "../../src/runs/object/run-journal.ts";
import { Disk } from "./simulation/disk.ts";

const now = 1_790_000_000_000;

const start: RunStart = {
  id: "run_a",
  definition: {
    application: "desk",
    worklet: "triage",
    applicationUid: "app",
    workletUid: "wl",
    environment: "production",
    version: 3,
  },
  trigger: "api",
  createdBy: "key",
  depth: 0,
  callbackUrl: null,
  parent: null,
  rerunOf: null,
  until: null,
  bodyHash: null,
};

const options = {
  begin: false,
  timeoutMs: null,
  retentionMs: 86_400_000,
  tells: { parent: false, callback: false, onFailure: false },
};

/** A run that was created, in a journal that can be opened again as another process would. */
function created(input = '"in"') {
  const disk = new Disk();
  const first = new RunJournal(disk);
  first.create(start, input, newLife(options, now).life);
  disk.commit();
  const reopen = () => {
    disk.die();
    return new RunJournal(disk);
  };
  return { disk, first, reopen };
}

function happen(journal: RunJournal, happening: Happening, at = now): void {
  const life = journal.life();
  if (life !== null) journal.keepLife(advance(life, happening, at).life, at);
}

/** The journal of the next turn. */
function nextTurn(journal: RunJournal, at = now) {
  happen(journal, journal.life()?.turn === 0 ? { type: "begun" } : { type: "rang", alive: false }, at);
  const turn = journal.life()?.turn ?? 0;
  return journal.turn(turn, at, () => happen(journal, { type: "checkpointed", turn }, at));
}

const started = (block: string, input = "1", attempt = 1) => ({
  block,
  kind: "code" as const,
  attempt,
  input,
  at: now,
});
const finished = (block: string, output = "2", attempt = 1) => ({
  ...{ block, attempt, output, env: "{}", chosen: null, childRunId: null, at: now + 5 },
});
const stopped = (block: string, attempt = 1) => ({
  ...{ block, attempt, status: "CANCELED" as const, childRunId: null, at: now + 5 },
  failure: { kind: "canceled" as const, message: "stopped", block, stack: "" },
});
const story = (journal: RunJournal) =>
  [...journal.blocks()].map(({ block, attempt, status }) => `${block} ${attempt} ${status}`);

describe("what a run keeps", () => {
  it("is there for another process: start, input, life, records, output", () => {
    const { disk, first, reopen } = created('{"text":"hello"}');
    const turn = nextTurn(first);
    turn.blockStarted(started("a"));
    turn.blockFinished(finished("a", '"out"'));
    first.keepOutput('"out"');
    happen(first, { type: "returned", turn: 1, status: "SUCCEEDED" });
    disk.commit();
    const later = reopen();
    expect(later.start()).toMatchObject(start);
    expect([later.input(), later.output(), later.life()?.status]).toEqual(['{"text":"hello"}', '"out"', "SUCCEEDED"]);
    expect(story(later)).toEqual(["a 1 SUCCEEDED"]);
  });

  it("is nothing where no run was created", () => {
    const journal = new RunJournal(new Disk());
    expect([journal.start(), journal.life(), journal.output()]).toEqual([null, null, null]);
  });

  it("is lost as a whole when the process dies before the commit", () => {
    const { first, reopen } = created();
    const turn = nextTurn(first);
    turn.blockStarted(started("a"));
    const later = reopen();
    expect([later.life()?.status, story(later)]).toEqual(["QUEUED", []]);
  });

  it("is at most a megabyte a row, whatever the text, and no character is torn apart", () => {
    const text = JSON.stringify(`${"a".repeat(499_998)}😀${"ü".repeat(600_000)}`);
    const { disk, reopen } = created(text);
    expect(Math.max(...[...disk.kept.values()].map((row) => row.length))).toBeLessThanOrEqual(500_000);
    for (const row of disk.kept.values()) expect(row.isWellFormed()).toBe(true);
    expect(reopen().input()).toBe(text);
  });

  it("holds a long text once that a chain hands on from input to output to input", () => {
    const long = JSON.stringify("x".repeat(100_000));
    const { disk, first, reopen } = created(long);
    const turn = nextTurn(first);
    turn.blockStarted(started("a", long));
    turn.blockFinished(finished("a", long));
    turn.blockStarted(started("b", long));
    turn.blockFinished(finished("b", long));
    first.keepOutput(long);
    disk.commit();
    expect([...disk.kept.values()].filter((row) => row.length > 50_000)).toHaveLength(1);
    const later = reopen();
    expect([...later.blocks()].every(({ input, output }) => input === long && output === long)).toBe(true);
    expect(later.output()).toBe(long);
  });

  it("includes finished steps by block, item, name and use", () => {
    const { disk, first, reopen } = created();
    const key = { block: "a", item: null, name: "charge/1", use: 1 };
    nextTurn(first).keepStep(key, '{"paid":true}');
    disk.commit();
    const turn = nextTurn(reopen(), now + 10_000);
    expect(turn.step(key)).toBe('{"paid":true}');
    expect(
      [
        { ...key, use: 2 },
        { ...key, item: 0 },
        { ...key, block: "b" },
      ].map((other) => turn.step(other)),
    ).toEqual([undefined, undefined, undefined]);
  });

  it("includes what another run has finished, when this one starts behind it", () => {
    const { first } = created();
    const turn = nextTurn(first);
    turn.blockStarted(started("a"));
    turn.blockFinished(finished("a", '"kept"'));
    const second = new RunJournal(new Disk());
    second.create(start, '"in"', newLife(options, now).life, first.blocks());
    expect(nextTurn(second).value("a")).toBe('"kept"');
  });
});

describe("a turn", () => {
  it("that died leaves blocks that were interrupted, and they run again as another attempt", () => {
    const { disk, first, reopen } = created();
    const turn = nextTurn(first);
    turn.blockStarted(started("a"));
    turn.blockFinished(finished("a"));
    turn.blockStarted(started("b"));
    disk.commit();
    const later = reopen();
    happen(later, { type: "rang", alive: false }, now + 10_000);
    const again = nextTurn(later, now + 12_000);
    expect(again.begin().map(({ block, status }) => `${block} ${status}`)).toEqual(["a SUCCEEDED", "b CANCELED"]);
    again.blockStarted(started("b", "1", 2));
    expect(story(later)).toEqual(["a 1 SUCCEEDED", "b 1 CANCELED", "b 2 RUNNING"]);
    expect([...later.blocks()][1]?.failure?.message).toBe("The run was interrupted here; the block starts again.");
  });

  it("that parked or yielded leaves blocks that were only waiting: the same attempt goes on", () => {
    const { first } = created();
    const turn = nextTurn(first);
    turn.blockStarted(started("a"));
    turn.blockFailed(stopped("a"));
    first.pause();
    happen(first, { type: "parked", turn: 1, children: ["c"], until: null });
    expect(story(first)).toEqual(["a 1 RUNNING"]);
    const again = nextTurn(first, now + 60_000);
    expect(again.begin()).toEqual([]);
    again.blockStarted({ ...started("a"), at: now + 60_000 });
    again.blockFinished(finished("a"));
    expect(story(first)).toEqual(["a 1 SUCCEEDED"]);
    expect([...first.blocks()][0]?.startedAt).toBe(now);
  });

  it("changes nothing any more once the run is canceled or another turn is open", () => {
    const { first } = created();
    const turn = nextTurn(first);
    turn.blockStarted(started("a"));
    happen(first, { type: "canceled" });
    turn.blockFinished(finished("a"));
    turn.blockStarted(started("b"));
    turn.keepStep({ block: "a", item: null, name: "s", use: 1 }, "1");
    first.keepOutput("2");
    expect([story(first), first.output()]).toEqual([["a 1 CANCELED"], null]);
  });

  it("resets the count of interruptions with each checkpoint", () => {
    const { first } = created();
    happen(first, { type: "begun" });
    happen(first, { type: "crashed", turn: 1 });
    expect(first.life()?.interruptions).toBe(1);
    const turn = nextTurn(first, now + 2_000);
    turn.blockStarted(started("a"));
    expect(first.life()?.interruptions).toBe(1);
    turn.blockFinished(finished("a"));
    expect(first.life()?.interruptions).toBe(0);
  });
});

describe("the events", () => {
  const told = (journal: RunJournal, after: number) =>
    [...journal.events(after)].map((event) => {
      if (event.type === "log") return `${event.n} log ${event.line.text}`;
      return event.type === "block"
        ? `${event.n} ${event.block} ${event.status}`
        : `${event.n} ${event.type} ${event.status}`;
    });

  it("are numbered without a gap, and can be told from any number, in another process too", () => {
    const { disk, first, reopen } = created();
    const turn = nextTurn(first);
    turn.blockStarted(started("a"));
    const line = (text: string) => ({ at: new Date(now).toISOString(), level: "info" as const, block: "a", text });
    turn.log([line("one"), line("two")], now);
    turn.blockFinished(finished("a"));
    happen(first, { type: "returned", turn: 1, status: "SUCCEEDED" });
    disk.commit();
    const all = [
      "1 status QUEUED",
      "2 status RUNNING",
      "3 a RUNNING",
      "4 log one",
      "5 log two",
      "6 a SUCCEEDED",
      "7 status SUCCEEDED",
      "8 done SUCCEEDED",
    ];
    const later = reopen();
    for (let after = 0; after <= 8; after += 1) expect(told(later, after)).toEqual(all.slice(after));
  });

  it("tell of the blocks that an end or an interruption stopped, and nothing of a park", () => {
    const { first } = created();
    const turn = nextTurn(first);
    turn.blockStarted(started("a"));
    turn.blockFailed(stopped("a"));
    first.pause();
    happen(first, { type: "parked", turn: 1, children: ["c"], until: null });
    nextTurn(first, now + 60_000).blockStarted(started("a"));
    happen(first, { type: "canceled" }, now + 61_000);
    expect(told(first, 2)).toEqual(["3 a RUNNING", "4 a CANCELED", "5 status CANCELED", "6 done CANCELED"]);
  });

  it("keep 256,000 bytes of logs, and say where they end", () => {
    const { first } = created();
    const turn = nextTurn(first);
    const line = { at: new Date(now).toISOString(), level: "info" as const, block: "a", text: "x".repeat(100_000) };
    for (let lines = 0; lines < 6; lines += 1) turn.log([line], now);
    const logs = [...first.events(0)].flatMap((event) => (event.type === "log" ? [event.line.text] : []));
    expect(logs).toHaveLength(3);
    expect(logs[2]).toBe("Logs end here: a run keeps 256000 bytes of them.");
    expect(first.logRoom()).toBe(0);
  });
});

describe("children, callbacks and notes", () => {
  it("are there in the order and under the names they were kept", () => {
    const { disk, first, reopen } = created();
    const place = { runId: "run_c", application: "desk", worklet: "german", block: "b", item: null };
    const child = { ...place, madeAt: now, isGivenUp: false, isStopped: false };
    first.keepChild(child);
    first.keepChild(child);
    first.keepCallback({ at: now, url: "https://a.example", status: 500, error: null });
    first.keepCallback({ at: now + 1, url: "https://a.example", status: null, error: "no answer" });
    first.keepNote("draft", "d".repeat(3_000));
    disk.commit();
    const later = reopen();
    expect(later.children()).toEqual([child]);
    expect(later.callbacks().map(({ status }) => status)).toEqual([500, null]);
    expect([later.note("draft")?.length, later.note("other")]).toEqual([3_000, null]);
  });
});

it("a block that was stopped when its turn crashed tells its end as an event of the next turn", () => {
  const { first } = created();
  const turn = nextTurn(first);
  turn.blockStarted(started("a"));
  turn.blockFailed(stopped("a"));
  happen(first, { type: "crashed", turn: 1 }, now + 10);
  nextTurn(first, now + 60_000);
  const told = [...first.events(0)].flatMap((event) =>
    event.type === "block" ? [`${event.block} ${event.status}`] : [],
  );
  expect(told).toEqual(["a RUNNING", "a CANCELED"]);
});
