import { isCurrent, isOver, type Life, nextAlarm } from "../../../src/runs/life.ts";
import { type Rules, realRules } from "./rules.ts";

const { advance, newLife } = realRules;
const block = (key: string) => key.startsWith("block/");

/** Rules that are wrong in one way each, under the name of what they do wrong: the simulation must notice every one. */
export const mutants: Record<string, Partial<Rules>> = {
  "an executor has no guard alarm": { nextAlarm: (life) => nextAlarm({ ...life, guardAt: null }) },

  "an executor that a hint started is not taken over by the alarm": {
    advance: (life, happening, now) =>
      advance(life, happening.type === "rang" ? { ...happening, alive: false } : happening, now),
  },

  "an executor that the alarm has taken over has no guard any more": {
    advance: (life, happening, now) =>
      happening.type === "rang" && happening.alive && life.executing
        ? { life: { ...life, guardAt: null }, deeds: [] }
        : advance(life, happening, now),
  },

  "a run whose hint is lost does not begin by itself": {
    newLife: (start, now) => {
      const { life, deeds } = newLife(start, now);
      return { life: start.begin ? life : { ...life, startAt: null }, deeds };
    },
  },

  "an answer that comes after a cancel counts": {
    advance: (life, happening, now) =>
      life.status === "CANCELED" && happening.type === "returned" && happening.turn === life.turn
        ? advance({ ...life, status: "RUNNING", executing: true }, happening, now)
        : advance(life, happening, now),
  },

  "a stale turn is believed": {
    advance: (life, happening, now) =>
      "turn" in happening && !isOver(life)
        ? advance({ ...life, executing: true }, { ...happening, turn: life.turn }, now)
        : advance(life, happening, now),
  },

  "a checkpoint does not count as moving forward": {
    advance: (life, happening, now) =>
      happening.type === "checkpointed" ? { life, deeds: [] } : advance(life, happening, now),
  },

  "a crash loses checkpoints": { isLate: (key, text) => block(key) && text.includes('"SUCCEEDED"') },

  "a wake that comes before the park is forgotten": {
    advance: (life, happening, now) => advance({ ...life, woken: [] }, happening, now),
  },

  "a parked run has no deadline": {
    nextAlarm: (life) => nextAlarm(life.parked === null ? life : { ...life, deadlineAt: null }),
    advance: (life, happening, now) =>
      advance(life.parked === null ? life : { ...life, deadlineAt: null }, happening, now),
  },

  "interruptions are not counted": {
    advance: (life, happening, now) => advance({ ...life, interruptions: 0 }, happening, now),
  },

  "waiting for the code uses up attempts": {
    advance: (life, happening, now) =>
      advance(life, happening.type === "unavailable" ? { ...happening, type: "crashed" } : happening, now),
  },

  "a doubled hint begins a second executor": {
    advance: (life, happening, now) =>
      happening.type === "begun" && life.status === "RUNNING"
        ? advance({ ...life, executing: false, startAt: now }, { type: "rang", alive: false }, now)
        : advance(life, happening, now),
  },

  "a fault of ours ends the run": {
    advance: (life, happening, now) =>
      happening.type === "crashed" && isCurrent(life, happening.turn)
        ? advance({ ...life, interruptions: 3 }, happening, now)
        : advance(life, happening, now),
  },

  "a parent is told once only": {
    nextAlarm: (life) => nextAlarm(withoutErrand(life, "parent")),
    advance: forgetting("parent"),
  },

  "children are canceled once only": {
    nextAlarm: (life) => nextAlarm(withoutErrand(life, "children")),
    advance: forgetting("children"),
  },

  "the row of an ended run is not sent again": {
    nextAlarm: (life) => nextAlarm(withoutErrand(life, "row")),
    advance: forgetting("row"),
  },

  "an ended run is kept for ever": { nextAlarm: (life) => nextAlarm({ ...life, forgetAt: Number.POSITIVE_INFINITY }) },

  "a run parks before the engine has heard what has just ended": {
    clockOf: (clock) => ({
      ...clock,
      after(ms, then) {
        if (ms > 0) return clock.after(ms, then);
        then();
        return () => {};
      },
    }),
  },

  "only the first of several children wakes its parent": {
    advance: (life, happening, now) =>
      advance(
        life,
        happening.type === "parked" ? { ...happening, children: happening.children.slice(0, 1) } : happening,
        now,
      ),
  },

  "a parked run forgets the pauses and the time-outs of its blocks": {
    advance: (life, happening, now) =>
      advance(life, happening.type === "parked" ? { ...happening, until: null } : happening, now),
  },

  "a cancel of a parked run is overlooked": {
    advance: (life, happening, now) =>
      happening.type === "canceled" && life.parked !== null ? { life, deeds: [] } : advance(life, happening, now),
  },
};

function forgetting(errand: keyof Life["errands"]): Rules["advance"] {
  return (life, happening, now) => advance(withoutErrand(life, errand), happening, now);
}

function withoutErrand(life: Life, errand: keyof Life["errands"]): Life {
  const { [errand]: _, ...errands } = life.errands;
  return { ...life, errands };
}
