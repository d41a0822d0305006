import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Problem } from "../../../src/console/api/problem.ts";
import {
  advancePlan,
  type Base,
  draftKey,
  emptyPlan,
  fileKey,
  type Happening,
  isSettled,
  isUnsaved,
  nextStep,
  type Plan,
  saveStateOf,
} from "../../../src/console/draft/save-plan.ts";

const file = fileKey("a.ts");
const keys = [file, draftKey("triage")];
const refused = new Problem({ status: 422, code: "file.invalid", title: "Refused", detail: "It is refused." });
const unreachable = new Problem({ status: 0, code: "network.unreachable", title: "No answer", detail: "No answer." });

type Fate = "arrives" | "lost on the way" | "answer lost";

/** What can happen to a person with a bad line, a strict server and a busy colleague. */
type Move =
  | { type: "edit"; key: string; text: string }
  | { type: "step"; fate: Fate; meanwhile: string | null }
  | { type: "colleague"; key: string; text: string | null }
  | { type: "read"; key: string }
  | { type: "decide"; key: string; keep: "mine" | "theirs" }
  | { type: "hurried" | "awake" };

const key = fc.constantFrom(...keys);
const text = fc.constantFrom("one", "two", "three", "bad", "bad too", "start");
const fate = fc.constantFrom<Fate>("arrives", "arrives", "lost on the way", "answer lost");
const keep = fc.constantFrom("mine" as const, "theirs" as const);

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant("edit" as const), key, text }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant("step" as const), fate, meanwhile: fc.option(text) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("colleague" as const), key, text: fc.option(text) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("read" as const), key }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("decide" as const), key, keep }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom("hurried" as const, "awake" as const) }) },
);

describe("any sequence of edits and answers", () => {
  it("keeps the last edit here until the server has it, and never overwrites a colleague unseen", () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
        const world = new World();
        for (const each of moves) world.make(each);
        world.calmDown();
      }),
      { numRuns: 1_500 },
    );
  }, 30_000);
});

/** The plan, the server it speaks with, and what must hold between the two after each move. */
class World {
  plan: Plan = emptyPlan;
  now = 0;
  readonly server = new Map<string, Base & { by: "me" | "colleague" }>();
  /** Texts that the person has seen or written: these may be written over. */
  readonly known = new Map(keys.map((each) => [each, new Set<string>()]));
  readonly wanted = new Map<string, string>();
  #etags = 0;

  constructor() {
    for (const each of keys) {
      this.#put(each, "start", "colleague");
      this.#read(each);
    }
  }

  make(one: Move): void {
    this.now += 500;
    switch (one.type) {
      case "edit":
        this.#edit(one.key, one.text);
        break;
      case "step":
        this.#send(one.fate, one.meanwhile);
        break;
      case "colleague":
        if (one.text === null) {
          if (one.key === file) this.server.delete(file);
        } else this.#put(one.key, one.text, "colleague");
        break;
      case "read":
        this.#read(one.key);
        break;
      case "decide":
        this.#decide(one.key, one.keep);
        break;
      default:
        this.#happen(one);
    }
    this.#check();
  }

  /** Everything works and the person keeps what is theirs: all of it ends up on the server, but for what it refuses. */
  calmDown(): void {
    for (let round = 0; round < 40; round++) {
      this.now += 60_000;
      for (const each of keys) this.#decide(each, "mine");
      this.#send("arrives", null);
      this.#check();
    }
    expect(isSettled(this.plan)).toBe(true);
    for (const [each, text] of this.wanted) {
      if (text.includes("bad")) expect(["refused", "saved"]).toContain(saveStateOf(this.plan, each).type);
      else if (this.plan.pieces[each]) expect(saveStateOf(this.plan, each)).toEqual({ type: "saved" });
    }
  }

  #happen(happening: Happening): void {
    this.plan = advancePlan(this.plan, happening, this.now);
  }

  #edit(each: string, text: string): void {
    this.wanted.set(each, text);
    this.known.get(each)?.add(text);
    this.#happen({ type: "edited", key: each, text: text });
  }

  #read(each: string): void {
    const there = this.server.get(each);
    const before = this.plan.pieces[each];
    if (!there) return;
    this.#happen({ type: "read", key: each, base: there, since: before?.base ?? null });
    const after = this.plan.pieces[each];
    if (after !== before && after) this.#see(each, after.text);
  }

  #decide(each: string, keep: "mine" | "theirs"): void {
    const trouble = this.plan.pieces[each]?.trouble;
    if (trouble?.type !== "conflict") return;
    if (trouble.theirs) this.known.get(each)?.add(trouble.theirs.text);
    this.#happen({ type: "decided", key: each, keep });
    if (keep === "mine") return;
    if (trouble.theirs) this.#see(each, trouble.theirs.text);
    else this.wanted.delete(each);
  }

  #see(each: string, text: string): void {
    this.known.get(each)?.add(text);
    this.wanted.set(each, text);
  }

  #send(fateOfIt: Fate, meanwhile: string | null): void {
    const step = nextStep(this.plan, this.now);
    if (step.type !== "send") return;
    const { key: each, text, ifMatch } = step;
    this.#happen({ type: "sent", key: each });
    const answer = fateOfIt === "lost on the way" ? null : this.#answer(each, text, ifMatch);
    if (meanwhile !== null) this.#edit(each, meanwhile);
    const isHeard = answer !== null && fateOfIt === "arrives";
    this.#happen(isHeard ? answer : { type: "failed", key: each, problem: unreachable });
  }

  #answer(each: string, text: string, ifMatch: string | null): Happening {
    const there = this.server.get(each) ?? null;
    if (text.includes("bad")) return { type: "refused", key: each, problem: refused };
    if (ifMatch !== (there?.etag ?? null)) {
      const isOurs = there !== null && (this.plan.pieces[each]?.lost.includes(there.text) ?? false);
      return { type: "changed", key: each, theirs: there && { text: there.text, etag: there.etag }, isOurs };
    }
    if (there?.by === "colleague") expect(this.known.get(each)).toContain(there.text);
    return { type: "saved", key: each, etag: this.#put(each, text, "me") };
  }

  #put(each: string, text: string, by: "me" | "colleague"): string {
    const etag = `"${++this.#etags}"`;
    this.server.set(each, { text, etag, by });
    return etag;
  }

  #check(): void {
    for (const each of keys) {
      const piece = this.plan.pieces[each];
      expect(piece?.text).toBe(this.wanted.get(each));
      if (!piece) continue;
      const state = saveStateOf(this.plan, each).type;
      expect(state === "saved").toBe(!isUnsaved(piece));
      const there = this.server.get(each);
      if (state === "saved" && there?.by === "me") expect(there.text).toBe(piece.text);
    }
  }
}
