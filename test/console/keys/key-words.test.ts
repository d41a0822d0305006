import { describe, expect, test } from "vitest";
import { isOwn, keyText, roles, tryLine } from "../../../src/console/keys/key-words.ts";
import { allows, Role } from "../../../src/contract/access.ts";

describe("keys in words", () => {
  test("every role is there, and each may do what the ones before it may", () => {
    expect(roles.toSorted()).toEqual(Role.options.toSorted());
    roles.forEach((role, at) => {
      expect(roles.slice(0, at + 1).every((lower) => allows(role, lower))).toBe(true);
      expect(roles.slice(at + 1).some((higher) => allows(role, higher))).toBe(false);
    });
  });

  test("one's own key is known by its id, and the root key and a link are nobody's", () => {
    expect(isOwn({ key: "a" }, { id: "a" })).toBe(true);
    expect(isOwn({ key: "a" }, { id: "b" })).toBe(false);
    expect(isOwn({ key: null }, { id: "a" })).toBe(false);
    expect(isOwn(undefined, { id: "a" })).toBe(false);
  });

  test("the line to try a key is a whole command", () => {
    expect(tryLine("https://h", "wk_a_b_c")).toBe("curl https://h/me -H 'Authorization: Api-Key wk_a_b_c'");
  });

  test("a key without a limit is found by the words for it", () => {
    const key = {
      ...{ id: "a", name: "Bot", role: "invoke" as const, application: null, prefix: "wk_a_" },
      ...{ created_at: "", created_by: "root key", last_used_at: null },
    };
    expect(keyText(key)).toContain("all applications");
    expect(keyText({ ...key, application: "desk" })).not.toContain("all applications");
  });
});
