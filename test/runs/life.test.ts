import { describe, expect, it } from "vitest";
import {
  advance,
  type Change,
  type Happening,
  isOver,
  type Life,
  type NewLife,
  newLife,
  nextAlarm,
} from "../../src/runs/life.ts";

const born = 1_790_000_000_000;
const day = 86_400_000;

const plain: NewLife = {
  begin: false,
  timeoutMs: null,
  retentionMs: 30 * day,
  tells: { parent: false, callback: false, onFailure: false },
};

/** A life told by what happens so many milliseconds after its creation. */
function told(start: Partial<NewLife>, ...story: [ms: number, happening: Happening][]): Change {
  let change = newLife({ ...plain, ...start }, born);
  for (const [ms, happening] of story) change = advance(change.life, happening, born + ms);
  return change;
}

const rang: Happening = { type: "rang", alive: false };
const rangBeside: Happening = { type: "rang", alive: true };
const begin = { begin: true };
const deedsOf = ({ deeds }: Change) => deeds.map((deed) => deed.type);
const alarmIn = ({ life }: Change) => nextAlarm(life) - born;
const failure = { kind: "user" as const, message: "Error: no", block: "a", stack: "" };

describe("the start", () => {
  it("waits for the queue, and comes by itself when the hint is lost", () => {
    const made = told({});
    expect(deedsOf(made)).toEqual(["enqueue", "row"]);
    expect(alarmIn(made)).toBe(7_000);
    expect(deedsOf(told({}, [7_000, rang]))).toEqual(["row", "execute"]);
  });

  it("comes with the creation when somebody waits", () => {
    expect(deedsOf(told(begin))).toEqual(["row", "execute"]);
    expect(told(begin).life).toMatchObject({ status: "RUNNING", turn: 1, executing: true });
    expect(alarmIn(told(begin))).toBe(10_000);
  });

  it("comes with a hint, under the alarm that is set already, and a doubled hint changes nothing", () => {
    const hinted = told({}, [300, { type: "begun" }]);
    expect(deedsOf(hinted)).toEqual(["row", "execute"]);
    expect(alarmIn(hinted)).toBe(7_000);
    expect(advance(hinted.life, { type: "begun" }, born + 400)).toEqual({ life: hinted.life, deeds: [] });
    const running = told(begin);
    expect(advance(running.life, { type: "begun" }, born + 50).life).toBe(running.life);
  });

  it("without an alarm's handler is taken over by the next one, which is no interruption", () => {
    const held = told({}, [300, { type: "begun" }], [7_000, rangBeside]);
    expect(held.life).toMatchObject({ status: "RUNNING", attempt: 1, turn: 1, executing: true, interruptions: 0 });
    expect([deedsOf(held), alarmIn(held)]).toEqual([[], 17_000]);
    expect(advance(held.life, rang, born + 17_000).life).toMatchObject({ attempt: 2, executing: false });
  });

  it("leaves the deadline to an executor that is at work", () => {
    const limited = told({ timeoutMs: 2_000 }, [300, { type: "begun" }]);
    expect(alarmIn(limited)).toBe(2_300);
    expect(advance(limited.life, rangBeside, born + 2_300).life.status).toBe("RUNNING");
    expect(advance(limited.life, rang, born + 2_300).life.status).toBe("TIMED_OUT");
  });

  it("does not come before its time, however often the alarm rings", () => {
    expect(told({}, [100, rang]).life.status).toBe("QUEUED");
  });

  it("commits a turn and one guard alarm, which no checkpoint moves", () => {
    const running = told(begin);
    expect(running.life).toMatchObject({ status: "RUNNING", turn: 1, attempt: 1, executing: true, startedAt: born });
    expect(alarmIn(running)).toBe(10_000);
    expect(alarmIn(told(begin, [9_000, { type: "checkpointed", turn: 1 }]))).toBe(10_000);
  });
});

describe("an interruption", () => {
  const dies = (...ms: number[]) => ms.map((at): [number, Happening] => [at, rang]);

  it("is no failure: the run starts again 2, 10 and 30 s later", () => {
    const first = told(begin, ...dies(10_000));
    expect(first.life).toMatchObject({ status: "RUNNING", executing: false, attempt: 2 });
    expect(alarmIn(first)).toBe(12_000);
    const second = told(begin, ...dies(10_000, 12_000, 22_000));
    expect([second.life.attempt, alarmIn(second)]).toEqual([3, 32_000]);
    const third = told(begin, ...dies(10_000, 12_000, 22_000, 32_000, 42_000));
    expect([third.life.attempt, alarmIn(third)]).toEqual([4, 72_000]);
  });

  it("that several runs share is not shared again: chance spreads their further attempts", () => {
    // In lockstep with an endless loop, 19 good runs used up their attempts with it.
    const running = told(begin);
    const alarms = [0, 0.5, 0.999].map((chance) => alarmIn(advance(running.life, rang, born + 10_000, chance)));
    expect(alarms).toEqual([12_000, 13_000, 13_998]);
  });

  it("ends the run when it comes the fourth time without a new checkpoint", () => {
    const { life } = told(begin, ...dies(10_000, 12_000, 22_000, 32_000, 42_000, 72_000, 82_000));
    expect(life).toMatchObject({ status: "FAILED", attempt: 4, failure: { kind: "limit" } });
    expect(life.failure?.message).toMatch(/^The run was interrupted 4 times without finishing another block/);
  });

  it("counts from zero again after a checkpoint", () => {
    const change = told(begin, ...dies(10_000, 12_000, 22_000, 32_000, 42_000, 72_000), [
      73_000,
      { type: "checkpointed", turn: 4 },
    ]);
    const again = advance(change.life, rang, born + 82_000);
    expect(again.life).toMatchObject({ status: "RUNNING", attempt: 5 });
    expect(alarmIn(again)).toBe(84_000);
  });

  it("is what a fault of ours is, and what a sweeper finds whose process has no executor", () => {
    const crashed = told(begin, [500, { type: "crashed", turn: 1 }]);
    expect([crashed.life.attempt, alarmIn(crashed)]).toEqual([2, 2_500]);
    const poked = told(begin, [60_000, { type: "poked", alive: false }]);
    expect([poked.life.attempt, alarmIn(poked)]).toEqual([2, 62_000]);
    const alive = told(begin);
    expect(advance(alive.life, { type: "poked", alive: true }, born + 60_000).life).toBe(alive.life);
  });
});

describe("a turn that ends by itself", () => {
  it("goes on at once after a yield, under the same attempt", () => {
    const change = told(begin, [600_000, { type: "yielded", turn: 1 }], [600_000, rang]);
    expect(change.life).toMatchObject({ turn: 2, attempt: 1, executing: true });
  });

  it("waits for the code without using up attempts, and its time does not run before it began", () => {
    const story: [number, Happening][] = [];
    let at = 0;
    for (let turn = 1; turn <= 30; turn += 1) {
      if (turn > 1) story.push([at, rang]);
      story.push([at, { type: "unavailable", turn }]);
      at += 30_000;
    }
    const waiting = told({ ...begin, timeoutMs: 60_000 }, ...story);
    expect(waiting.life).toMatchObject({ status: "QUEUED", attempt: 1, startedAt: null, interruptions: 0 });
    expect(alarmIn(waiting)).toBe(29 * 30_000 + 30_000);
    expect(told({ ...begin, timeoutMs: 60_000 }, ...story, [at, rang]).life.deadlineAt).toBe(born + at + 60_000);
  });

  it("is in the list as the run is, also when it runs at last", () => {
    const waiting = told(begin, [10, { type: "unavailable", turn: 1 }]);
    expect(waiting.life).toMatchObject({ status: "QUEUED", startedAt: null });
    expect(waiting.deeds).toContainEqual({ type: "row" });
    const again = advance(waiting.life, rang, born + 5_000);
    expect(again.life).toMatchObject({ status: "RUNNING", revision: waiting.life.revision + 1 });
    expect(again.deeds).toContainEqual({ type: "row" });
  });

  it("is not believed when another turn has begun", () => {
    const story: [number, Happening][] = [
      [10_000, rang],
      [12_000, rang],
    ];
    for (const late of [
      { type: "returned", turn: 1, status: "SUCCEEDED" },
      { type: "yielded", turn: 1 },
      { type: "parked", turn: 1, children: ["c"], until: null },
      { type: "crashed", turn: 1 },
      { type: "unavailable", turn: 1 },
      { type: "checkpointed", turn: 1 },
    ] satisfies Happening[]) {
      const now = told(begin, ...story);
      expect(advance(now.life, late, born + 13_000)).toEqual({ life: now.life, deeds: [] });
    }
  });
});

describe("a parked run", () => {
  const parked: [number, Happening] = [100, { type: "parked", turn: 1, children: ["b", "c"], until: null }];

  it("has no executor, starts when one of its children is over, and looks by itself every minute", () => {
    expect(told(begin, parked).life.executing).toBe(false);
    expect(alarmIn(told(begin, parked))).toBe(60_100);
    expect(alarmIn(told(begin, parked, [5_000, { type: "woken", child: "c" }]))).toBe(5_000);
    expect(alarmIn(told(begin, parked, [5_000, { type: "woken", child: "other" }]))).toBe(60_100);
  });

  it("starts when a block of it times out or is tried again, however far that is and whether it waits for a child", () => {
    const until = (ms: number, children: string[]): [number, Happening] => [
      100,
      { type: "parked", turn: 1, children, until: born + ms },
    ];
    expect(alarmIn(told(begin, until(20_000, ["b"])))).toBe(20_000);
    expect(alarmIn(told(begin, until(3_600_000, ["b"])))).toBe(60_100);
    expect(alarmIn(told(begin, until(3_600_000, [])))).toBe(3_600_000);
    expect(alarmIn(told(begin, until(50, [])))).toBe(100);
    const poked = told(begin, until(3_600_000, []), [70_000, { type: "poked", alive: false }]);
    expect(alarmIn(poked)).toBe(3_600_000);
    expect(deedsOf(told(begin, until(3_600_000, []), [3_600_000, rang]))).toEqual(["execute"]);
  });

  it("starts at once when the child's end was told before it parked", () => {
    expect(alarmIn(told(begin, [50, { type: "woken", child: "b" }], parked))).toBe(100);
  });

  it("has a deadline all the same, and can be canceled", () => {
    const limited = { ...begin, timeoutMs: 20_000 };
    expect(alarmIn(told(limited, parked))).toBe(20_000);
    expect(told(limited, parked, [20_000, rang]).life.status).toBe("TIMED_OUT");
    expect(told(begin, parked, [200, { type: "canceled" }]).life.status).toBe("CANCELED");
  });
});

describe("the end", () => {
  const returned: [number, Happening] = [900, { type: "returned", turn: 1, status: "SUCCEEDED" }];
  const canceled: [number, Happening] = [500, { type: "canceled" }];

  it("never changes: not by a late answer, a second cancel, or an alarm", () => {
    const over = told(begin, canceled);
    expect(deedsOf(over)).toEqual(["stop", "row"]);
    for (const late of [
      returned[1],
      canceled[1],
      rang,
      { type: "begun" },
      { type: "woken", child: "c" },
    ] satisfies Happening[]) {
      expect(advance(over.life, late, born + 1_000)).toEqual({ life: over.life, deeds: [] });
    }
    expect(told(begin, returned, [950, { type: "canceled" }]).life.status).toBe("SUCCEEDED");
  });

  it("comes at the deadline, even when the executor is dead", () => {
    const { life, deeds } = told({ ...begin, timeoutMs: 5_000 }, [5_000, rang]);
    expect(life).toMatchObject({
      status: "TIMED_OUT",
      failure: { kind: "timeout", message: "Worklet did not finish within 5000 ms" },
    });
    expect(deeds.map((deed) => deed.type)).toEqual(["stop", "row"]);
  });

  it("tells the parent until it answers", () => {
    const tells = { ...plain.tells, parent: true };
    const over = told({ ...begin, tells }, returned);
    expect(deedsOf(over)).toEqual(["row", "wakeParent"]);
    expect(alarmIn(over)).toBe(1_900);
    const again = advance(over.life, rang, born + 1_900);
    expect([deedsOf(again), alarmIn(again)]).toEqual([["wakeParent"], 3_900]);
    expect(
      advance(again.life, { type: "delivered", errand: "parent" }, born + 2_000).life.errands.parent,
    ).toBeUndefined();
  });

  it("calls back five times within an hour, and not again after an answer", () => {
    let change = told({ ...begin, tells: { ...plain.tells, callback: true } }, returned);
    const tries: number[] = [];
    for (let rings = 0; rings < 20 && nextAlarm(change.life) < born + day; rings += 1) {
      const at = nextAlarm(change.life);
      change = advance(change.life, rang, at);
      if (deedsOf(change).includes("callBack")) tries.push(at - born - 900);
    }
    expect(tries).toEqual([10_000, 120_000, 900_000, 2_700_000]);
    const answered = told({ ...begin, tells: { ...plain.tells, callback: true } }, returned, [
      950,
      { type: "delivered", errand: "callback" },
    ]);
    expect(Object.keys(answered.life.errands)).toEqual(["row"]);
  });

  it("cancels its children unless it succeeded, until all are", () => {
    const made: [number, Happening] = [10, { type: "childMade", turn: 1 }];
    expect(deedsOf(told(begin, made, returned))).toEqual(["row"]);
    const over = told(begin, made, canceled);
    expect(deedsOf(over)).toEqual(["stop", "row", "cancelChildren"]);
    expect(deedsOf(advance(over.life, rang, nextAlarm(over.life)))).toEqual(["cancelChildren"]);
  });

  it("calls on_failure for a run that failed or timed out, and for no other", () => {
    const concerned = { ...begin, tells: { ...plain.tells, onFailure: true }, timeoutMs: 5_000 };
    const fails: [number, Happening] = [900, { type: "returned", turn: 1, status: "FAILED", failure }];
    expect(deedsOf(told(concerned, fails))).toContain("onFailure");
    expect(deedsOf(told(concerned, [6_000, rang]))).toContain("onFailure");
    expect(deedsOf(told(concerned, canceled))).not.toContain("onFailure");
    expect(deedsOf(told(concerned, returned))).not.toContain("onFailure");
  });

  it("sends its row again after ten minutes, and at once when a sweeper asks", () => {
    const over = told(begin, returned);
    expect(alarmIn(over)).toBe(600_900);
    const mirrored = advance(over.life, rang, born + 600_900);
    expect([deedsOf(mirrored), mirrored.life.revision]).toEqual([["row"], over.life.revision]);
    expect(deedsOf(advance(over.life, { type: "poked", alive: false }, born + 5_000))).toEqual(["row"]);
    expect(alarmIn(mirrored)).toBe(30 * day);
  });

  it("is forgotten after the retention, as is a run that is still going then", () => {
    const over = told(begin, returned, [600_900, rang]);
    expect(deedsOf(advance(over.life, rang, born + 30 * day))).toEqual(["forget"]);
    const old = told(begin, [100, { type: "parked", turn: 1, children: ["c"], until: null }], [30 * day, rang]);
    expect(old.life).toMatchObject({ status: "FAILED", failure: { kind: "limit" } });
    expect(isOver(old.life)).toBe(true);
    expect(deedsOf(advance(old.life, rang, born + 30 * day + 3_600_000))).toEqual(["forget"]);
  });
});

describe("a clock", () => {
  it("that was set back makes no short wait a long one, as soon as anything happens", () => {
    const hourBack = -3_600_000;
    const waiting = told(begin, [10_000, rang], [hourBack, { type: "poked", alive: false }]);
    expect(alarmIn(waiting)).toBe(hourBack + 2_000);
  });

  it("that was set back never ends a run before it started", () => {
    const { life } = told(begin, [-5_000, { type: "returned", turn: 1, status: "SUCCEEDED" }]);
    expect(life.finishedAt).toBe(born);
  });
});

it("a life is plain JSON", () => {
  const { life } = told({ ...begin, timeoutMs: 1, tells: { parent: true, callback: true, onFailure: true } }, [
    1,
    rang,
  ]);
  expect(JSON.parse(JSON.stringify(life)) as Life).toEqual(life);
});
