import { describe, expect, it } from "vitest";
import { BoundedTexts, freshMs, RecentValues, staleMs } from "../../src/platform/cache.ts";

describe("what an isolate remembers", () => {
  it("is fresh for 3 s, may be used until 10 s while it is refreshed, and is then gone", () => {
    const values = new RecentValues<string>(10);
    values.set("a", "one", 1_000);
    expect(values.get("a", 1_000 + freshMs - 1)).toEqual({ value: "one", state: "fresh" });
    expect(values.get("a", 1_000 + freshMs)).toEqual({ value: "one", state: "stale" });
    expect(values.get("a", 1_000 + staleMs - 1)).toEqual({ value: "one", state: "stale" });
    expect(values.get("a", 1_000 + staleMs)).toBeNull();
    expect(values.get("a", 1_000)).toBeNull();
    expect([freshMs, staleMs]).toEqual([3_000, 10_000]);
  });

  it("is refreshed by one caller only, and by the next one when that failed", () => {
    const values = new RecentValues<string>(10);
    values.set("a", "one", 0);
    expect([values.claimRefresh("a"), values.claimRefresh("a")]).toEqual([true, false]);
    values.releaseRefresh("a");
    expect(values.claimRefresh("a")).toBe(true);
    values.set("a", "two", 5_000);
    expect(values.claimRefresh("a")).toBe(true);
    expect(values.claimRefresh("unknown")).toBe(false);
  });

  it("never goes back: of two reads the one that began later stands", () => {
    const values = new RecentValues<string>(10);
    values.set("a", "new", 2_000);
    values.set("a", "old", 1_000);
    expect(values.get("a", 2_000)?.value).toBe("new");
  });

  it("does not come back by a read that began before the change and answers after it", () => {
    const values = new RecentValues<string>(10);
    values.set("a", "old", 1_000);
    values.drop("a", 1_500);
    expect(values.get("a", 1_500)).toBeNull();
    values.set("a", "old", 1_400);
    values.set("a", "old", 1_500);
    expect(values.get("a", 1_600)).toBeNull();
    values.set("a", "new", 1_501);
    expect(values.get("a", 1_600)?.value).toBe("new");
  });

  it("is dropped by the start of its key too", () => {
    const values = new RecentValues<string>(10);
    for (const key of ["app/one/live", "app/one/3", "app/one-more/live"]) values.set(key, key, 1_000);
    values.dropAll("app/one/", 2_000);
    expect(values.get("app/one/live", 2_000)).toBeNull();
    expect(values.get("app/one/3", 2_000)).toBeNull();
    expect(values.get("app/one-more/live", 2_000)?.value).toBe("app/one-more/live");
    values.set("app/one/3", "old", 1_900);
    expect(values.get("app/one/3", 2_000)).toBeNull();
  });

  it("is bounded: the oldest entry makes room", () => {
    const values = new RecentValues<number>(3);
    for (let key = 0; key < 5; key++) values.set(String(key), key, key);
    expect([0, 1, 2, 3, 4].map((key) => values.get(String(key), 5)?.value)).toEqual([undefined, undefined, 2, 3, 4]);
  });

  it("is bounded by bytes too where they are counted, and what is dropped or replaced makes room", () => {
    const values = new RecentValues<string>(10, { mostBytes: 100, bytesOf: ({ length }) => length });
    const kept = (keys: string) => [...keys].filter((key) => values.get(key, 5) !== null).join("");
    for (const [at, key] of [..."abc"].entries()) values.set(key, "x".repeat(40), at);
    expect(kept("abc")).toBe("bc");
    values.drop("b");
    values.set("c", "x".repeat(60), 3);
    values.set("d", "x".repeat(40), 4);
    expect(kept("cd")).toBe("cd");
    values.set("huge", "x".repeat(101), 5);
    values.set("e", "x".repeat(100), 5);
    expect([kept("cd"), kept("e"), values.get("huge", 5)]).toEqual(["", "e", null]);
  });
});

describe("texts that are kept in memory", () => {
  it("stay within their bytes, and what was used last stays longest", () => {
    const texts = new BoundedTexts(100);
    texts.set("a", "x".repeat(20));
    texts.set("b", "y".repeat(20));
    expect(texts.get("a")).toHaveLength(20);
    texts.set("c", "z".repeat(20));
    expect([texts.get("a")?.length, texts.get("b"), texts.get("c")?.length]).toEqual([20, undefined, 20]);
  });

  it("are not kept when one alone is larger than all the room", () => {
    const texts = new BoundedTexts(100);
    texts.set("a", "x".repeat(20));
    texts.set("huge", "y".repeat(51));
    expect([texts.get("a")?.length, texts.get("huge")]).toEqual([20, undefined]);
  });
});
