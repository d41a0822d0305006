import { describe, expect, it } from "vitest";
import { newHistory, redone, stepTo, undone } from "../../../src/console/draft/history.ts";

describe("undo and redo", () => {
  it("takes typing that goes on within two seconds as one step", () => {
    let history = stepTo(newHistory("a"), "b", undefined, 0);
    history = stepTo(history, "bc", "name", 100);
    history = stepTo(history, "bcd", "name", 1_900);
    history = stepTo(history, "bcde", "name", 3_800);
    expect(undone(history)?.present).toBe("b");
  });

  it("begins a new step after a pause, for another field, and after an undo", () => {
    const typed = stepTo(stepTo(newHistory("a"), "b", "name", 0), "c", "name", 2_000);
    expect(undone(typed)?.present).toBe("b");
    expect(undone(stepTo(typed, "d", "other", 2_100))?.present).toBe("c");
    const back = undone(typed);
    expect(back && undone(stepTo(back, "x", "name", 2_100))?.present).toBe("b");
  });

  it("does again what was undone, until something else is done", () => {
    const back = undone(stepTo(newHistory("a"), "b", undefined, 0));
    expect(back && redone(back)?.present).toBe("b");
    expect(back && redone(stepTo(back, "c", undefined, 0))).toBeNull();
    expect(undone(newHistory("a"))).toBeNull();
  });

  it("remembers two hundred steps", () => {
    let history = newHistory(0);
    for (let step = 1; step <= 300; step++) history = stepTo(history, step, undefined, 0);
    let steps = 0;
    for (let back = undone(history); back; back = undone(back)) steps++;
    expect(steps).toBe(200);
  });
});
