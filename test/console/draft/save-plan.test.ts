import { describe, expect, it } from "vitest";
import { Problem } from "../../../src/console/api/problem.ts";
import {
  advancePlan,
  type Base,
  draftKey,
  emptyPlan,
  fileKey,
  type Happening,
  nextStep,
  type Plan,
  pauseMs,
  saveStateOf,
} from "../../../src/console/draft/save-plan.ts";

const file = fileKey("a.ts");
const draft = draftKey("triage");
const refused = problem(422);
const unreachable = problem(0);

describe("what is sent next", () => {
  it("waits until nothing was typed for a moment", () => {
    const plan = planOf([read(file, "one"), edited(file, "two")], 1_000);
    expect(nextStep(plan, 1_000)).toEqual({ type: "wait", ms: pauseMs });
    expect(nextStep(plan, 1_000 + pauseMs)).toEqual({ type: "send", key: file, text: "two", ifMatch: '"one"' });
  });

  it("sends a new file before the draft that names it, without If-Match", () => {
    const plan = planOf([read(draft, "{}"), edited(draft, "{a}"), edited(file, "new"), { type: "hurried" }]);
    expect(nextStep(plan, 0)).toEqual({ type: "wait", ms: pauseMs });
    expect(nextStep(plan, pauseMs)).toMatchObject({ type: "send", key: file, ifMatch: null });
    const unreached = answered(plan, file, { type: "failed", key: file, problem: unreachable });
    expect(nextStep(unreached, pauseMs)).toEqual({ type: "wait", ms: 400 });
    const saved = answered(plan, file, { type: "saved", key: file, etag: '"1"' });
    expect(nextStep(saved, pauseMs)).toMatchObject({ type: "send", key: draft });
  });

  it("does not hold a draft back for a file that is refused", () => {
    const plan = planOf([read(draft, "{}"), read(file, "one"), edited(draft, "{a}"), edited(file, "bad")]);
    const after422 = answered(plan, file, { type: "refused", key: file, problem: refused });
    expect(saveStateOf(after422, file).type).toBe("refused");
    expect(nextStep(after422, pauseMs)).toMatchObject({ type: "send", key: draft });
  });

  it("says nothing more of a refusal when the text goes back to what the server has", () => {
    const bad = planOf([read(file, "one"), edited(file, "bad")]);
    const after422 = answered(bad, file, { type: "refused", key: file, problem: refused });
    expect(after422.pieces[file]?.refusal).not.toBeNull();
    const back = advancePlan(after422, edited(file, "one"), 0);
    expect(saveStateOf(back, file)).toEqual({ type: "saved" });
    expect(back.pieces[file]?.refusal).toBeNull();
  });

  it("tries a refused draft again when a file was saved, and a refused file only when it changes", () => {
    const plan = planOf([read(draft, "{}"), read(file, "one"), edited(draft, "{a}")]);
    const after422 = answered(plan, draft, { type: "refused", key: draft, problem: refused });
    expect(nextStep(after422, 10_000)).toEqual({ type: "rest" });
    const typed = advancePlan(after422, edited(file, "two"), 10_000);
    const saved = answered(typed, file, { type: "saved", key: file, etag: '"2"' });
    expect(nextStep(saved, 20_000)).toMatchObject({ type: "send", key: draft });
    const bad = answered(advancePlan(saved, edited(file, "bad"), 0), file, {
      type: "refused",
      key: file,
      problem: refused,
    });
    const awake = advancePlan(bad, { type: "awake" }, 0);
    expect(nextStep(awake, 20_000)).toMatchObject({ key: draft });
    expect(saveStateOf(awake, file).type).toBe("refused");
  });

  it("waits longer after each failure, as long as the server asks, and not at all when somebody is online again", () => {
    let plan = planOf([read(file, "one"), edited(file, "two")]);
    const pauses: number[] = [];
    for (let tries = 0; tries < 8; tries++) {
      plan = answered(plan, file, { type: "failed", key: file, problem: unreachable });
      const step = nextStep(plan, 0);
      pauses.push(step.type === "wait" ? step.ms : -1);
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000, 30_000]);
    const busy = answered(plan, file, { type: "failed", key: file, problem: problem(503, 120) });
    expect(nextStep(busy, 0)).toEqual({ type: "wait", ms: 120_000 });
    expect(nextStep(advancePlan(busy, { type: "awake" }, 0), 0)).toMatchObject({ type: "send" });
  });
});

describe("what an answer means", () => {
  it("keeps what was typed while an older text was under way", () => {
    const sent = advancePlan(planOf([read(file, "one"), edited(file, "two")]), { type: "sent", key: file }, 0);
    const typed = advancePlan(sent, edited(file, "three"), 0);
    const saved = advancePlan(typed, { type: "saved", key: file, etag: '"2"' }, 0);
    expect(nextStep(saved, pauseMs)).toEqual({ type: "send", key: file, text: "three", ifMatch: '"2"' });
  });

  it("sends the former text when the edit is undone and the answer to it was lost", () => {
    const lost = answered(planOf([read(file, "one"), edited(file, "two")]), file, {
      type: "failed",
      key: file,
      problem: unreachable,
    });
    const back = advancePlan(lost, edited(file, "one"), 0);
    expect(saveStateOf(back, file).type).toBe("failed");
    const arrived = { text: "two", etag: '"2"' };
    const found = answered(back, file, { type: "changed", key: file, theirs: arrived, isOurs: true });
    expect(nextStep(found, pauseMs)).toEqual({ type: "send", key: file, text: "one", ifMatch: '"2"' });
  });

  it("never takes a reading that began before something was saved", () => {
    const old: Base = { text: "one", etag: '"one"' };
    const plan = planOf([{ type: "read", key: file, base: old, since: null }, edited(file, "two")]);
    const saved = answered(plan, file, { type: "saved", key: file, etag: '"2"' });
    const late = advancePlan(saved, { type: "read", key: file, base: old, since: old }, 0);
    expect(late.pieces[file]?.text).toBe("two");
  });

  it("leaves a conflict to the person, whatever is typed meanwhile", () => {
    const theirs = { text: "theirs", etag: '"9"' };
    const conflict = conflictWith(theirs);
    const typed = advancePlan(advancePlan(conflict, edited(file, "mine too"), 0), { type: "hurried" }, 0);
    expect(saveStateOf(typed, file)).toEqual({ type: "conflict" });
    expect(nextStep(typed, 100_000)).toEqual({ type: "rest" });
    const mine = advancePlan(typed, { type: "decided", key: file, keep: "mine" }, 0);
    expect(nextStep(mine, pauseMs)).toEqual({ type: "send", key: file, text: "mine too", ifMatch: '"9"' });
    const taken = advancePlan(typed, { type: "decided", key: file, keep: "theirs" }, 0);
    expect(taken.pieces[file]).toMatchObject({ text: "theirs", base: theirs });
    expect(nextStep(taken, 100_000)).toEqual({ type: "rest" });
  });

  it("makes a file anew that somebody deleted when the person keeps it, and lets go of it otherwise", () => {
    const conflict = conflictWith(null);
    const mine = advancePlan(conflict, { type: "decided", key: file, keep: "mine" }, 0);
    expect(nextStep(mine, pauseMs)).toMatchObject({ text: "two", ifMatch: null });
    expect(advancePlan(conflict, { type: "decided", key: file, keep: "theirs" }, 0).pieces).toEqual({});
  });

  it("keeps what was typed into a file while it was being deleted", () => {
    const plan = planOf([read(file, "one"), edited(file, "two")]);
    const deleted = advancePlan(plan, { type: "deleted", key: file, text: "one" }, 0);
    expect(nextStep(deleted, pauseMs)).toMatchObject({ text: "two", ifMatch: null });
  });
});

function planOf(happenings: Happening[], now = 0): Plan {
  return happenings.reduce((plan, happening) => advancePlan(plan, happening, now), emptyPlan);
}

function answered(plan: Plan, of: string, answer: Happening): Plan {
  return advancePlan(advancePlan(plan, { type: "sent", key: of }, 0), answer, 0);
}

function conflictWith(theirs: Base | null): Plan {
  const plan = planOf([read(file, "one"), edited(file, "two")]);
  return answered(plan, file, { type: "changed", key: file, theirs, isOurs: false });
}

function read(of: string, content: string): Happening {
  return { type: "read", key: of, base: { text: content, etag: `"${content}"` }, since: null };
}

function edited(of: string, content: string): Happening {
  return { type: "edited", key: of, text: content };
}

function problem(status: number, retryAfterSeconds: number | null = null): Problem {
  return new Problem({ status, code: "test.problem", title: "Refused", detail: "It is refused.", retryAfterSeconds });
}
