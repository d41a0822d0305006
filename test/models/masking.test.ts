import { describe, expect, it } from "vitest";
import { addressSpellings, maskOf } from "../../src/models/masking.ts";
import { maskOf as maskOfTrace, textMaskOf } from "../../src/runs/trace/trace.ts";
import { fresh } from "../support/api.ts";
import { providers, tried, withKey } from "./support.ts";

/** What a provider repeats of what it was sent: no piece of a key is told, however it is written there. */

const pem = [
  "-----BEGIN PRIVATE KEY-----",
  "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj",
  "MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu",
  "-----END PRIVATE KEY-----",
  "",
].join("\n");

/** The message of a model whose provider answers with the status and the body that it was sent. */
async function repeated(secret: string, body: unknown, { status = 401, input = "" } = {}): Promise<string> {
  const url = `${providers}/fault/${fresh("repeats")}/repeats?${status}`;
  const headers = { "Content-Type": "text/plain" };
  const answer = await tried(await withKey(secret), { kind: "http", url, headers, body: body as string }, input);
  expect([answer.status, answer.body.code]).toEqual([502, "model.failed"]);
  return answer.body.detail;
}

describe("a message", () => {
  it("hides a key of several lines, which it would put on one", async () => {
    for (const body of ["Bad key {{ secrets.KEY }} sent", { error: { message: "Bad key {{ secrets.KEY }} sent" } }]) {
      const message = await repeated(pem, body);
      expect(message).toMatch(/answered 401 Unauthorized: Bad key \*\*\* ?sent$/);
    }
    expect(await repeated(pem, "no JSON {{ secrets.KEY }}", { status: 200 })).toMatch(/not JSON: no JSON \*\*\*$/);
  });

  it("hides the lines of a key that the provider has put on one itself", async () => {
    const message = await repeated(pem, "{{ secrets.KEY.split('\\n').join(' ') }}");
    expect(message).not.toContain("MIIEvQ");
    expect(message).not.toContain("MzEfYy");
  });

  it.each([7_995, 15_990])(
    "hides a key that stands where what is read or shown ends: after %i spaces",
    async (spaces) => {
      const message = await repeated("sk-live-0123456789abcdef", "{{ input }}{{ secrets.KEY }} is wrong", {
        input: " ".repeat(spaces),
      });
      expect(message).toMatch(/answered 401 Unauthorized: \*\*\*/);
      expect(message).not.toContain("sk-l");
    },
  );
});

describe("an address", () => {
  const secret = 'pa ss/w"rd-12345';

  it("that held a key is told without it, as it reads there", async () => {
    const url = `${providers}/echo/{{ secrets.KEY }}?key={{ secrets.KEY }}&form={{ encodeURIComponent(secrets.KEY) }}`;
    const { status, body } = await tried(await withKey(secret), { kind: "http", url });
    expect(status).toBe(200);
    expect(body.output.url).toBe("/echo/***?key=***&form=***");
  });

  it.each([["pa%20ss/w%22rd-12345"], ["pa%20ss%2Fw%22rd-12345"], ["pa%20ss%2fw%22rd-12345"], ["pa+ss%2Fw%22rd-12345"]])(
    "masks %s in predictions and in traces",
    (spelling) => {
      const text = `https://host/a?key=${spelling}&b`;
      expect(maskOf([secret])(text)).toBe("https://host/a?key=***&b");
      expect(textMaskOf([secret])(text)).toBe("https://host/a?key=***&b");
      expect(maskOfTrace([secret])(JSON.stringify({ text }))).toBe(
        JSON.stringify({ text: "https://host/a?key=***&b" }),
      );
    },
  );

  it.each([secret, "a?b#c&d=e+f", "Ünïcode–1234", "it's (me)!~*", "a\\b\\cd", "[{^|`<>}]", "50%-off%20", "\ud800half"])(
    "as its parser writes %j is one of the spellings",
    (text) => {
      const url = new URL("https://host/");
      url.pathname = `x${text}x`;
      url.search = `x${text}x`;
      const found = [text, ...addressSpellings(text)];
      for (const part of [url.pathname.slice(2, -1), url.search.slice(2, -1)]) expect(found).toContain(part);
      const form = new URLSearchParams({ x: text }).toString().slice(2);
      expect(found).toContain(form);
      expect(found.every((each) => each.length >= 4)).toBe(true);
    },
  );

  it("that would be the key itself is no further spelling", () => {
    expect(addressSpellings("sk-live_0123.456")).toEqual([]);
  });
});
