import { describe, expect, it } from "vitest";
import { pauseMs, retryAfterMs } from "../../src/models/attempts.ts";
import { call, eventually, fresh, send } from "../support/api.ts";
import { asked, newModel, predict, providers, tried, withKey } from "./support.ts";

/** What goes wrong at a provider, over HTTP: what is tried again, what is told, and that nothing hangs. */

const good = { answer: "good" };

/** Asks a model whose provider has this fault; `asked` tells how often the provider heard of it. */
async function suffer(fault: string, more: object = {}, told = "") {
  const name = fresh("fault");
  const url = `${providers}/fault/${name}/${fault}${told && `?${encodeURIComponent(told)}`}`;
  const { status, body } = await tried(await withKey(), { kind: "baseten", url, ...more });
  return { status, detail: body.detail as string, output: body.output, asked: await asked(name) };
}

/** So often is asked within three seconds: after half a second, after another one, and not again after two more. */
function expectPauses(at: number[]): void {
  const pauses = at.slice(1).map((each, place) => each - (at[place] ?? 0));
  expect([1, 2]).toContain(pauses.length);
  for (const [place, ms] of pauses.entries()) expect(ms).toBeGreaterThanOrEqual(500 * 2 ** place);
}

describe("what passes by itself", () => {
  it.each(["500-once", "reset-once", "truncated-once"])(
    "%s is tried again, and the second answer counts",
    async (fault) => {
      expect(await suffer(fault)).toMatchObject({ status: 200, output: good, asked: { at: [expect.anything(), {}] } });
    },
  );

  it("a 429 is tried again after the seconds that Retry-After asks for, and not before", async () => {
    const { output, asked } = await suffer("429-once", {}, "1");
    expect(output).toEqual(good);
    expect((asked.at[1] ?? 0) - (asked.at[0] ?? 0)).toBeGreaterThanOrEqual(1_000);
  });

  it.each(["0", new Date(0).toUTCString()])("Retry-After: %s does not make a burst of attempts", async (told) => {
    const { asked } = await suffer("429-always", { timeout_ms: 3_000, retry: { max_attempts: 10 } }, told);
    expectPauses(asked.at);
  });

  it("Retry-After may be a date, which has whole seconds", async () => {
    const { output, asked } = await suffer("429-date-once", {}, "2000");
    expect(output).toEqual(good);
    expect((asked.at[1] ?? 0) - (asked.at[0] ?? 0)).toBeGreaterThanOrEqual(950);
  });

  it("a wait that is longer than what is left of the time is not begun", async () => {
    const { status, detail, asked } = await suffer("429-once", { timeout_ms: 20_000 }, "120");
    expect([status, asked.at.length]).toEqual([502, 1]);
    expect(detail).toContain("answered 429 Too Many Requests: <html><h1>429</h1> <p>upstream</html>");
    expect(detail).toContain("(the next attempt could be in 120000 ms, after the time-out)");
  });

  it("is tried as often as the model says and then told, with how often", async () => {
    const { status, detail, asked } = await suffer("503-html", { retry: { max_attempts: 2 } });
    expect([status, asked.at.length]).toEqual([502, 2]);
    expect(detail).toContain("answered 503 Service Unavailable: <html><h1>503</h1> <p>upstream</html> (tried 2 times)");
  });

  it("is not tried again where the model says once", async () => {
    const { detail, asked } = await suffer("500-once", { retry: { max_attempts: 1 } });
    expect([detail.includes("tried"), asked.at.length]).toEqual([false, 1]);
  });

  it("a server that is not there is a sentence with its host", async () => {
    const answer = await tried(await withKey(), {
      kind: "baseten",
      url: "http://127.0.0.1:9/secret-path?token=1",
      retry: { max_attempts: 1 },
    });
    expect(answer.body.detail).toMatch(/cannot be reached at http:\/\/127\.0\.0\.1:9: /);
    expect(answer.body.detail).not.toContain("secret-path");
  });
});

describe("what does not pass", () => {
  it.each([
    ["400", "answered 400 Bad Request: This is a 400."],
    ["404", "answered 404 Not Found: This is a 404."],
    ["409", "answered 409 Conflict: This is a 409."],
    ["not-json", "answered what is not JSON: <html>Sign in to the Wi-Fi</html>"],
    ["deep", "nested more than 64 levels deep"],
    ["huge", "answered more than 1000000 bytes"],
    ["endless", "answered more than 1000000 bytes"],
  ])("%s is told at once", async (fault, sentence) => {
    const { status, detail, asked } = await suffer(fault);
    expect([status, asked.at.length]).toEqual([502, 1]);
    expect(detail).toContain(sentence);
  });

  it.each(["hang", "hang-body"])(
    "%s ends with the model's time, and the provider's connection with it",
    async (fault) => {
      const name = fresh("hanging");
      const url = `${providers}/fault/${name}/${fault}`;
      const { status, body } = await tried(await withKey(), { kind: "baseten", url, timeout_ms: 2_000 });
      expect([status, body.code]).toEqual([502, "model.failed"]);
      expect(body.detail).toMatch(/^The model \S+ did not answer within 2000 ms\.$/);
      const known = await eventually(
        () => asked(name),
        ({ gone }) => gone > 0,
      );
      expect([known.at.length, known.gone]).toEqual([1, 1]);
    },
  );

  it("pauses between attempts end with the time as well", async () => {
    const { detail, asked } = await suffer("503-html", { timeout_ms: 3_000, retry: { max_attempts: 10 } });
    expect(detail).toContain("after the time-out");
    expectPauses(asked.at);
  });

  it("a caller who leaves takes the question back", async () => {
    const name = fresh("left");
    const model = await newModel(await withKey(), { kind: "baseten", url: `${providers}/fault/${name}/hang` });
    const caller = new AbortController();
    const answer = send("POST", `${model}/predict`, { body: {}, signal: caller.signal });
    await eventually(
      () => asked(name),
      ({ at }) => at.length === 1,
    );
    caller.abort();
    await expect(answer).rejects.toThrow();
    expect(
      (
        await eventually(
          () => asked(name),
          ({ gone }) => gone > 0,
        )
      ).gone,
    ).toBe(1);
  });
});

describe("a redirect", () => {
  it("to a metadata address is refused like the address itself", async () => {
    for (const fault of ["to", "to-307"]) {
      const { status, detail, asked } = await suffer(fault, {}, "http://169.254.169.254/latest/meta-data?x=1");
      expect([status, asked.at.length]).toEqual([502, 1]);
      expect(detail).toMatch(/Egress refused: http:\/\/169\.254\.169\.254\/ is a link-local address\.$/);
    }
  });

  it("on the same host is followed when it keeps the request, key and all", async () => {
    const { output } = await suffer("to-307", { api_key: "KEY" }, "/echo/moved");
    expect(output).toMatchObject({ method: "POST", url: "/echo/moved", body: "null" });
    expect(output.headers.authorization).toBe("Api-Key ***");
  });

  it("that would turn a POST into a GET, or leads to another host, is told and not followed", async () => {
    const turned = await suffer("to", {}, "/echo/moved?token=1");
    expect(turned.detail).toContain(`answered 302 Found: it has moved to ${providers}/echo/moved. Give the model`);
    const other = providers.replace("127.0.0.1", "localhost");
    const elsewhere = await suffer("to-307", { api_key: "KEY" }, `${other}/echo`);
    expect(elsewhere.detail).toContain(`it has moved to ${other}/echo`);
  });

  it("in a circle ends", async () => {
    const { detail, asked } = await suffer("circle");
    expect(detail).toContain("redirected more than 5 times");
    expect(asked.at.length).toBe(6);
  });
});

it("a model of the kind http is retried and refused in the same way", async () => {
  const name = fresh("http");
  const url = `${providers}/fault/${name}/429-once?{{ input }}`;
  const { body } = await tried(await withKey(), { kind: "http", url, output: "{{ response.body.answer }}" }, 0);
  expect([body.output, (await asked(name)).at.length]).toEqual(["good", 2]);
});

it("a request that is too large is not sent", async () => {
  const name = fresh("large");
  const body = { a: "{{ input }}", b: "{{ input }}" };
  const model = await newModel(await withKey(), { kind: "http", url: `${providers}/fault/${name}/500-once`, body });
  expect((await predict(model, "x".repeat(600_000))).body.detail).toMatch(/1000000 bytes/);
  expect((await asked(name)).at).toEqual([]);
});

it("a secret that is gone is told by its name", async () => {
  const application = await withKey();
  const model = await newModel(application, { kind: "baseten", url: `${providers}/echo`, api_key: "KEY" });
  await call("DELETE", `${application}/secrets/KEY`);
  const { status, body } = await predict(model);
  expect([status, body.code]).toEqual([502, "model.failed"]);
  expect(body.detail).toContain("cannot be asked: The application has no secret KEY.");
});

describe("pauses", () => {
  const now = Date.parse("2026-10-21T07:28:00Z");

  it.each([
    ["5", 5_000],
    [" 0 ", 0],
    ["Wed, 21 Oct 2026 07:28:30 GMT", 30_000],
    ["Wednesday, 21-Oct-26 07:28:30 GMT", 30_000],
    ["Wed, 21 Oct 2026 07:00:00 GMT", 0],
    ["soon", null],
    ["1.5", null],
    ["-1", null],
    ["2026", 2_026_000],
    ["", null],
    [null, null],
  ])("Retry-After %o means %o ms", (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });

  it("grow up to a bound when nobody says how long", () => {
    const least = (failures: number) => pauseMs(failures, null, 0).ms;
    expect([1, 2, 3, 4, 5, 9].map(least)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000]);
    expect(pauseMs(1, 60_000, 0)).toEqual({ least: 60_000, ms: 60_000 });
  });

  it("are never shorter than our own when the provider asks for less", () => {
    expect([1, 2, 3].map((failures) => pauseMs(failures, 0, 0).ms)).toEqual([500, 1_000, 2_000]);
    expect(pauseMs(3, 1_500, 0).ms).toBe(2_000);
  });

  it("differ by chance, so that callers who failed together do not come again together", () => {
    expect([0, 0.5, 1].map((chance) => pauseMs(2, null, chance).ms)).toEqual([1_000, 1_125, 1_250]);
    expect([0, 1].map((chance) => pauseMs(1, 60_000, chance).ms)).toEqual([60_000, 60_125]);
  });
});
