import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../../../../src/console/api/problem.ts";
import { DraftSaving } from "../../../../src/console/builder/live/draft-saving.ts";
import type { ViewDrafts } from "../../../../src/console/builder/live/view-drafts.ts";
import { saveStateOf } from "../../../../src/console/draft/save-plan.ts";
import type { Keep, Kept, Leftover } from "../../../../src/console/draft/unsaved.ts";

const key = "view/desk";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("saving", () => {
  it("waits until nothing was edited for a moment, and keeps the edit in this browser meanwhile", async () => {
    const { saving, server, browser, state } = opened();
    saving.edited("tw");
    await vi.advanceTimersByTimeAsync(400);
    saving.edited("two");
    await vi.advanceTimersByTimeAsync(400);
    expect([server.text, state()]).toEqual(["one", "waiting"]);
    expect(browser.kept.get(key)?.text).toBe("two");
    await vi.advanceTimersByTimeAsync(300);
    expect([server.text, state(), server.writes]).toEqual(["two", "saved", 1]);
    expect(browser.kept.size).toBe(0);
  });

  it("happens at once when the person asks for it, with what was edited while it was under way", async () => {
    const { saving, server } = opened();
    saving.edited("two");
    const saved = saving.save();
    saving.edited("three");
    await vi.advanceTimersByTimeAsync(700);
    expect(await saved).toBe(true);
    expect(server.text).toBe("three");
  });

  it("says what was refused, and sends it again only when it was edited", async () => {
    const { saving, server, state } = opened();
    saving.edited("bad");
    expect(await saving.save()).toBe(false);
    expect(state()).toBe("refused");
    saving.wake();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.writes).toBe(1);
    saving.edited("good");
    await vi.advanceTimersByTimeAsync(700);
    expect(state()).toBe("saved");
  });

  it("goes on by itself when the server could not be reached", async () => {
    const { saving, server, state } = opened();
    server.isDown = true;
    saving.edited("two");
    expect(await saving.save()).toBe(false);
    expect(state()).toBe("failed");
    server.isDown = false;
    await vi.advanceTimersByTimeAsync(1_100);
    expect(state()).toBe("saved");
    expect(server.text).toBe("two");
  });
});

describe("somebody else", () => {
  it("is not overwritten: the person chooses theirs", async () => {
    const { saving, server, state } = opened();
    saving.edited("mine");
    server.changeElsewhere("theirs");
    expect(await saving.save()).toBe(false);
    expect(state()).toBe("conflict");
    expect(saving.decide("theirs")).toBe("theirs");
    expect(state()).toBe("saved");
    expect(server.text).toBe("theirs");
  });

  it("is overwritten when the person chooses so", async () => {
    const { saving, server, state } = opened();
    saving.edited("mine");
    server.changeElsewhere("theirs");
    await saving.save();
    expect(saving.decide("mine")).toBe("mine");
    await vi.advanceTimersByTimeAsync(1);
    expect(state()).toBe("saved");
    expect(server.text).toBe("mine");
  });

  it("is shown where nothing is unsaved, and not where something is", async () => {
    const { saving, server } = opened();
    server.changeElsewhere("theirs");
    expect(await saving.readAnew()).toBe("theirs");
    saving.edited("mine");
    server.changeElsewhere("theirs again");
    expect(await saving.readAnew()).toBe("mine");
  });
});

describe("a closed tab", () => {
  it("loses nothing: its edit goes on from what is saved", async () => {
    const { saving, browser, state } = opened();
    browser.left = [leftover("half done", '"1"')];
    expect(await saving.takeUp()).toBe("half done");
    expect(state()).toBe("waiting");
    expect(browser.dropped).toEqual(["left"]);
  });

  it("overwrites nothing: when the draft has changed since, the person is asked", async () => {
    const { saving, browser } = opened();
    browser.left = [leftover("half done", '"0"')];
    expect(await saving.takeUp()).toBe("one");
    const [asked] = saving.state().asked;
    expect(asked?.text).toBe("half done");
    if (asked) expect(saving.answer(asked, true)).toBe("half done");
    expect(saving.state().asked).toEqual([]);
  });
});

it("what this tab left unsaved goes on when the view is opened again", () => {
  const { saving } = opened();
  saving.edited("two");
  expect(saving.opened({ text: "one", etag: '"1"' })).toBe("two");
});

it("nothing is kept of a view that the person has deleted", () => {
  const { saving, browser } = opened();
  saving.edited("two");
  saving.forget();
  expect(browser.kept.size).toBe(0);
  expect(saving.isUnsaved()).toBe(false);
});

function opened() {
  const server = new DraftsServer();
  const browser = new Browser();
  const saving = new DraftSaving("desk", { server, keep: browser, written: () => undefined });
  saving.opened({ text: "one", etag: '"1"' });
  return { saving, server, browser, state: () => saveStateOf(saving.state().plan, key).type };
}

function leftover(text: string, etag: string): Leftover {
  return { id: "left", key, text, etag, sent: [], at: 0 };
}

/** One draft and its ETag, as the platform keeps them. */
class DraftsServer implements ViewDrafts {
  text = "one";
  writes = 0;
  isDown = false;
  private version = 1;

  readonly read = async () => ({ text: this.text, etag: this.etag });
  readonly asKept = async (_key: string, text: string) => text;

  readonly write = async (_key: string, text: string, ifMatch: string | null) => {
    await new Promise((resolve) => queueMicrotask(() => resolve(null)));
    if (this.isDown) throw problem(0);
    this.writes += 1;
    if (text === "bad") throw problem(422);
    if (ifMatch !== this.etag) throw problem(412);
    this.changeElsewhere(text);
    return { etag: this.etag, file: null };
  };

  changeElsewhere(text: string): void {
    this.text = text;
    this.version += 1;
  }

  private get etag(): string {
    return `"${this.version}"`;
  }
}

class Browser implements Keep {
  readonly kept = new Map<string, Kept>();
  readonly dropped: string[] = [];
  left: Leftover[] = [];

  write(name: string, kept: Kept | null): boolean {
    if (kept === null) this.kept.delete(name);
    else this.kept.set(name, kept);
    return true;
  }

  leftovers = async () => this.left;
  drop = (id: string) => void this.dropped.push(id);
}

function problem(status: number): Problem {
  return new Problem({ status, code: "test", title: "Refused", detail: "It was refused." });
}
