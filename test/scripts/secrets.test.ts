import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeSecret, readSecrets, secretNames, withSecrets } from "../../scripts/secrets.ts";

const make = (name: string) => `new-${name}`;

describe("the file of secrets", () => {
  test("an absent file becomes one line per secret", () => {
    expect(withSecrets("", secretNames, make).text).toBe("ROOT_KEY=new-ROOT_KEY\nMASTER_KEY=new-MASTER_KEY\n");
  });

  test("what is there stays as it is, and only what is missing or empty is appended", () => {
    const text = '# mine\nOTHER=1\nexport ROOT_KEY = "kept # not a comment"\nMASTER_KEY=';
    const { text: after, added } = withSecrets(text, secretNames, make);
    expect(after).toBe(`${text}\nMASTER_KEY=new-MASTER_KEY\n`);
    expect(added).toEqual(["MASTER_KEY"]);
    expect(readSecrets(after)).toEqual({ ROOT_KEY: "kept # not a comment", MASTER_KEY: "new-MASTER_KEY" });
  });

  test("a name in a comment or as a part of another name is not that secret", () => {
    expect(readSecrets("# ROOT_KEY=a\nMY_ROOT_KEY=b\nMASTER_KEY_PREVIOUS=c\nMASTER_KEY=d # now")).toEqual({
      MASTER_KEY: "d",
    });
  });

  test("whatever the file held, its text stays in front, both secrets can be read, and a second time changes nothing", () => {
    fc.assert(
      fc.property(fc.string(), (before) => {
        const { text } = withSecrets(before, secretNames, make);
        expect(text.startsWith(before)).toBe(true);
        expect(Object.keys(readSecrets(text)).sort()).toEqual(["MASTER_KEY", "ROOT_KEY"]);
        expect(withSecrets(text, secretNames, make)).toEqual({ text, added: [] });
      }),
    );
  });

  test("ROOT_KEY is URL-safe and MASTER_KEY is 32 bytes", () => {
    expect(makeSecret("ROOT_KEY")).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(Buffer.from(makeSecret("MASTER_KEY"), "base64")).toHaveLength(32);
    expect(makeSecret("ROOT_KEY")).not.toBe(makeSecret("ROOT_KEY"));
  });
});
