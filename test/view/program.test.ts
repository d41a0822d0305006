import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Program } from "../../src/view/page/program.ts";
import { FakeServer, json, pageOf, place, refusal } from "./support/fake-server.ts";

/** A published view's program, with as much of a browser around it as it touches. */

beforeEach(() => {
  vi.stubGlobal("location", { search: "", pathname: place, hash: "" });
  vi.stubGlobal("document", { title: "" });
  vi.stubGlobal("addEventListener", () => {});
  vi.stubGlobal("removeEventListener", () => {});
});
afterEach(() => vi.unstubAllGlobals());

const soon = { timeout: 10_000 };
const find = { trigger: "event", debounce_ms: 0, overlap: "cancel", values: {} } as const;
const load = [{ action: "run_call", call: "find" }] as const;

it("asked twice to open begins one page, which is loaded once", async () => {
  const view = { ...pageOf().view, calls: { find }, events: { load: [...load] } };
  const fake = new FakeServer({
    [`GET ${place}`]: [json({ ...pageOf(), view })],
    [`POST ${place}/calls/find`]: [json({ run_id: "run_a1", status: "SUCCEEDED", output: null })],
  });
  const program = new Program(place, fake.wire);
  await Promise.all([program.open(), program.open()]);
  await vi.waitFor(() => expect(fake.requests).toContain(`POST ${place}/calls/find`), soon);
  expect(fake.requests).toEqual([`GET ${place}`, `POST ${place}/calls/find`]);
});

it("can be opened again after it has failed", async () => {
  const fake = new FakeServer({ [`GET ${place}`]: [refusal(503, "platform.unavailable", "Later."), json(pageOf())] });
  const program = new Program(place, fake.wire);
  await program.open();
  expect(program.shown.read()).toMatchObject({ state: "failed", problem: { message: "Later." } });
  await program.open();
  expect(program.shown.read()).toMatchObject({ state: "ready", name: "Customers" });
});

it.each([
  ["link", "This view is not open to everybody any more, or is gone.", undefined],
  ["private", "You are signed out. Nothing you typed is lost", { label: "Sign in" }],
] as const)("whoever came to a %s view is told in their terms that it is shut", async (access, message, link) => {
  const view = { ...pageOf().view, calls: { find }, events: { load: [...load] } };
  const fake = new FakeServer({
    [`GET ${place}`]: [json({ ...pageOf(), access, view })],
    [`POST ${place}/calls/find`]: [refusal(401, "access.no_key", "No key")],
  });
  const program = new Program(place, fake.wire);
  await program.open();
  await vi.waitFor(
    () =>
      expect(program.effects.notices.read()).toContainEqual(
        expect.objectContaining({
          tone: "warning",
          message: expect.stringContaining(message),
          ...(link && { link: expect.objectContaining(link) }),
        }),
      ),
    soon,
  );
  expect(program.effects.notices.read().some((notice) => "link" in notice && notice.link)).toBe(link !== undefined);
});

it.each([
  ["link", "This did not work. The page could not do that", 1],
  ["private", "`state.chosen` is null", 0],
] as const)(
  "of a mistake in the document of a %s view whoever uses it is told what they may know",
  async (access, message, count) => {
    const console = vi.spyOn(globalThis.console, "error").mockImplementation(() => {});
    const mistaken = { action: "notify", tone: "info", message: "{{ state.chosen.name }}" } as const;
    const view = { ...pageOf().view, state: { chosen: null }, events: { load: [mistaken] } };
    const fake = new FakeServer({ [`GET ${place}`]: [json({ ...pageOf(), access, view })] });
    const program = new Program(place, fake.wire);
    await program.open();
    await vi.waitFor(() => expect(program.effects.notices.read()).toHaveLength(1));
    expect(program.effects.notices.read()).toMatchObject([
      { tone: "error", message: expect.stringContaining(message) },
    ]);
    const told = console.mock.calls.map(([text]) => text);
    expect(told).toEqual(Array(count).fill(expect.stringContaining("`state.chosen` is null")));
    console.mockRestore();
  },
);
