import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { definitionOf } from "../../src/catalog/definitions.ts";
import { newApplication, newWorklet } from "../support/api.ts";

it("who can do nothing after an answer leaves the refresh of what is remembered to others", async () => {
  const [, , application = "", , worklet = ""] = (
    await newWorklet(await newApplication(), "export const main = () => 1;")
  ).split("/");
  const address = { application, worklet, environment: "production", version: null } as const;
  const now = Date.now() + 1_000;
  const refreshes: (() => Promise<unknown>)[] = [];
  const ask = (at: number, later: ((work: () => Promise<unknown>) => void) | null) =>
    definitionOf(env as Env, address, at, later);
  const first = await ask(now, null);
  expect(await ask(now + 5_000, null)).toBe(first);
  expect(await ask(now + 5_000, (work) => refreshes.push(work))).toBe(first);
  expect(refreshes).toHaveLength(1);
  await refreshes[0]?.();
});
