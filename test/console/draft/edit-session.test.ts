import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../../../src/console/api/problem.ts";
import type { CatalogServer } from "../../../src/console/draft/catalog-server.ts";
import { EditSession } from "../../../src/console/draft/edit-session.ts";
import { draftKey, fileKey, saveStateOf } from "../../../src/console/draft/save-plan.ts";
import type { Keep, Kept, Leftover } from "../../../src/console/draft/unsaved.ts";
import type { Draft } from "../../../src/contract/catalog.ts";

const draft = draftKey("triage");
const file = fileKey("a.ts");

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("saving", () => {
  it("sends what was typed after a moment, and says so until then", async () => {
    const { session, server, stateOf } = await opened();
    session.changeFile("a.ts", "two");
    expect(stateOf(file)).toBe("waiting");
    await vi.advanceTimersByTimeAsync(700);
    expect(stateOf(file)).toBe("saved");
    expect(server.texts.get(file)).toBe("two");
  });

  it("saves a file before the draft that names it, one request at a time", async () => {
    const { session, server } = await opened();
    session.changeDraft("triage", withTimeout(5));
    await session.createFile("lib/new.ts", "export {}");
    expect(await session.saveNow("triage")).toBe(true);
    expect(server.log).toEqual(["PUT file/lib/new.ts", "PUT draft/triage"]);
    expect(server.mostAtOnce).toBe(1);
  });

  it("says that it could not save everything, and keeps what is refused", async () => {
    const { session, server, stateOf } = await opened();
    session.changeFile("a.ts", "bad");
    session.changeDraft("triage", withTimeout(5));
    expect(await session.saveNow("triage")).toBe(false);
    expect(stateOf(file)).toBe("refused");
    expect(stateOf(draft)).toBe("saved");
    expect(server.texts.get(file)).toBe("one");
    expect(session.edits().plan.pieces[file]?.text).toBe("bad");
  });

  it("tries again by itself when the server cannot be reached", async () => {
    const { session, server, stateOf } = await opened();
    server.isDown = true;
    session.changeFile("a.ts", "two");
    await vi.advanceTimersByTimeAsync(700);
    expect(stateOf(file)).toBe("failed");
    server.isDown = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(stateOf(file)).toBe("saved");
  });

  it("knows its own draft again when the answer was lost, defaults and all", async () => {
    const { session, server, stateOf } = await opened();
    server.losesAnswers = true;
    session.changeDraft("triage", withTimeout(5));
    await vi.advanceTimersByTimeAsync(700);
    session.changeDraft("triage", withTimeout(6));
    server.losesAnswers = false;
    await session.saveNow("triage");
    expect(stateOf(draft)).toBe("saved");
    expect(JSON.parse(server.texts.get(draft) ?? "").settings.timeout_ms).toBe(6);
  });

  it("leaves a file that is in use where it is, and saves the draft first", async () => {
    const { session, server } = await opened();
    server.inUse = true;
    session.changeDraft("triage", withTimeout(5));
    await expect(session.deleteFile("a.ts")).rejects.toMatchObject({ code: "file.in_use" });
    expect(server.log).toEqual(["PUT draft/triage", "DELETE file/a.ts"]);
    expect(session.edits().plan.pieces[file]?.text).toBe("one");
    server.inUse = false;
    await session.deleteFile("a.ts");
    expect(session.edits().plan.pieces[file]).toBeUndefined();
  });

  it("does not make a file at a path that is taken or is none", async () => {
    const { session } = await opened();
    await expect(session.createFile("a.ts", "")).rejects.toThrow("There is a file a.ts already");
    await expect(session.createFile("../a.ts", "")).rejects.toThrow("starts with a dot");
  });
});

describe("two who edit", () => {
  it("asks the second one, and undo brings back what was given up for theirs", async () => {
    const { session, server, stateOf } = await opened();
    const other = await opened(server);
    session.changeDraft("triage", withTimeout(5));
    other.session.changeDraft("triage", withTimeout(9));
    expect(await session.saveNow("triage")).toBe(true);
    expect(await other.session.saveNow("triage")).toBe(false);
    expect(other.stateOf(draft)).toBe("conflict");
    other.session.decide(draft, "theirs");
    expect(timeoutOf(other.session)).toBe(5);
    other.session.undo("triage");
    await other.session.saveNow("triage");
    expect(JSON.parse(server.texts.get(draft) ?? "").settings.timeout_ms).toBe(9);
    expect(stateOf(draft)).toBe("saved");
  });

  it("shows what others saved where nothing is edited", async () => {
    const { session, server } = await opened();
    server.put(draft, JSON.stringify(withTimeout(7)(firstDraft)));
    await session.openDraft("triage");
    expect(timeoutOf(session)).toBe(7);
  });
});

describe("what a closed tab left", () => {
  it("goes on where it stopped when nothing changed since", async () => {
    const server = new FakeServer();
    const keep = new FakeKeep();
    keep.left = [leftover(file, "unsaved", server.etags.get(file) ?? null)];
    const { session } = await opened(server, keep);
    expect(session.edits().plan.pieces[file]?.text).toBe("unsaved");
    expect(keep.dropped).toEqual(["left"]);
    await session.saveNow("triage");
    expect(server.texts.get(file)).toBe("unsaved");
  });

  it("is asked about when somebody changed it since, and stays until that is answered", async () => {
    const server = new FakeServer();
    const keep = new FakeKeep();
    keep.left = [leftover(draft, JSON.stringify(withTimeout(3)(firstDraft)), '"older"')];
    const { session } = await opened(server, keep);
    expect(timeoutOf(session)).toBe(1);
    expect(keep.dropped).toEqual([]);
    const [asked] = session.edits().asked;
    if (asked) session.answer(asked, true);
    expect(timeoutOf(session)).toBe(3);
    expect(keep.dropped).toEqual(["left"]);
    session.undo("triage");
    expect(timeoutOf(session)).toBe(1);
  });

  it("is dropped without a word when it had arrived", async () => {
    const server = new FakeServer();
    const keep = new FakeKeep();
    keep.left = [leftover(file, "one", '"older"')];
    const { session } = await opened(server, keep);
    expect(session.edits().asked).toEqual([]);
    expect(keep.dropped).toEqual(["left"]);
  });

  it("is kept while it is not saved and let go of as soon as it is", async () => {
    const { session, keep } = await opened();
    session.changeFile("a.ts", "two");
    await vi.advanceTimersByTimeAsync(200);
    expect(keep.kept.get(file)).toMatchObject({ text: "two" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(keep.kept.has(file)).toBe(false);
    expect(session.wouldLose()).toBe(false);
  });

  it("would be lost only where the browser keeps nothing", async () => {
    const { session, keep } = await opened();
    keep.isFull = true;
    expect(session.wouldLose()).toBe(false);
    session.changeFile("a.ts", "two");
    expect(session.wouldLose()).toBe(true);
  });
});

const firstDraft = {
  graph: { blocks: [{ id: "a", kind: "code", file: "a.ts", function: "main" }] },
  input_schema: null,
  output_schema: null,
  settings: { timeout_ms: 1, background_timeout_ms: null, run_as_background_task: false, retry: null },
} satisfies Draft as Draft;

function withTimeout(timeout_ms: number) {
  return (before: Draft): Draft => ({ ...before, settings: { ...before.settings, timeout_ms } });
}

function timeoutOf(session: EditSession): number | undefined {
  return session.edits().histories.triage?.present.settings.timeout_ms;
}

function leftover(key: string, text: string, etag: string | null): Leftover {
  return { id: "left", key, text, etag, sent: [], at: 0 };
}

async function opened(server = new FakeServer(), keep = new FakeKeep()) {
  const session = new EditSession({ server, keep, written: () => undefined });
  await session.takeUpFiles();
  await Promise.all([session.openDraft("triage"), session.openFile("a.ts")]);
  const stateOf = (key: string) => saveStateOf(session.edits().plan, key).type;
  return { session, server, keep, stateOf };
}

/** A server that keeps drafts with a default that was not sent, as the real one does. */
class FakeServer implements CatalogServer {
  readonly texts = new Map([
    [file, "one"],
    [draft, JSON.stringify(firstDraft)],
  ]);
  readonly etags = new Map([
    [file, '"1"'],
    [draft, '"1"'],
  ]);
  readonly log: string[] = [];
  isDown = false;
  losesAnswers = false;
  inUse = false;
  mostAtOnce = 0;
  #atOnce = 0;
  #writes = 1;

  async read(key: string) {
    const text = this.texts.get(key);
    return text === undefined ? null : { text, etag: this.etags.get(key) ?? "" };
  }

  async write(key: string, text: string, ifMatch: string | null) {
    this.log.push(`PUT ${key}`);
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#atOnce);
    await Promise.resolve();
    this.#atOnce--;
    if (this.isDown) throw fault(0, "network.unreachable");
    if (text === "bad") throw fault(422, "file.invalid");
    if (ifMatch !== (this.etags.get(key) ?? null)) throw fault(412, "draft.changed");
    const etag = this.put(key, text);
    if (this.losesAnswers) throw fault(0, "network.unreachable");
    return { etag, file: null };
  }

  async remove(key: string) {
    this.log.push(`DELETE ${key}`);
    if (this.inUse) throw fault(409, "file.in_use");
    this.texts.delete(key);
    this.etags.delete(key);
  }

  async asKept(key: string, text: string) {
    return key === draft ? JSON.stringify({ ...JSON.parse(text), defaulted: true }) : text;
  }

  put(key: string, text: string): string {
    const etag = `"${++this.#writes}"`;
    this.texts.set(key, key === draft ? JSON.stringify({ ...JSON.parse(text), defaulted: true }) : text);
    this.etags.set(key, etag);
    return etag;
  }
}

class FakeKeep implements Keep {
  readonly kept = new Map<string, Kept>();
  readonly dropped: string[] = [];
  left: Leftover[] = [];
  isFull = false;

  write(key: string, kept: Kept | null): boolean {
    if (kept === null) this.kept.delete(key);
    else if (this.isFull) return false;
    else this.kept.set(key, kept);
    return true;
  }

  async leftovers() {
    return this.left;
  }

  drop(id: string): void {
    this.dropped.push(id);
  }
}

function fault(status: number, code: string): Problem {
  return new Problem({ status, code, title: "Refused", detail: "It is refused." });
}
