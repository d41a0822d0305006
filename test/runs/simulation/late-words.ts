import { type Happening, isCurrent, isOver, type Life } from "../../../src/runs/life.ts";
import type { World } from "./world.ts";

/** Something that comes too late, twice or astray, and so must change nothing: null when the one drawn would be in time. */
export function lateWord(world: World): Happening | null {
  const life = world.wake().journal.life();
  if (life === null) return null;
  const { chance } = world.script;
  const isAlive = world.object?.turn != null;
  const turn = chance.between(0, life.turn);
  const word = chance.pick<Happening>([
    { type: "begun" },
    { type: "rang", alive: isAlive },
    { type: "poked", alive: isAlive },
    { type: "checkpointed", turn },
    { type: "childMade", turn },
    { type: "returned", turn, status: "SUCCEEDED" },
    { type: "yielded", turn },
    { type: "parked", turn, children: ["stray"], until: null },
    { type: "crashed", turn },
    { type: "unavailable", turn },
    { type: "woken", child: "stray" },
    { type: "canceled" },
    { type: "delivered", errand: chance.pick(["parent", "callback", "children", "onFailure"]) },
  ]);
  return isLate(word, life, world, isAlive) ? word : null;
}

function isLate(word: Happening, life: Life, world: World, isAlive: boolean): boolean {
  if ("turn" in word) return !isCurrent(life, word.turn);
  switch (word.type) {
    case "rang":
      // A run that begins at once does so on any alarm, wherever the clock was set since.
      if (life.startAt !== null && life.waitMs === 0) return false;
      return !isAlive && !life.executing && world.rules.nextAlarm(life) > world.now();
    case "poked":
      return isAlive || !life.executing;
    case "begun":
      return life.turn > 0 || isOver(life);
    case "canceled":
      return isOver(life);
    case "delivered":
      return life.errands[word.errand] === undefined;
    default:
      return !life.executing;
  }
}
