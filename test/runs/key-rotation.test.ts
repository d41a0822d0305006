import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { applicationRow } from "../../src/catalog/rows.ts";
import { settingsOf } from "../../src/platform/settings.ts";
import type { Life } from "../../src/runs/life.ts";
import { childIds } from "../../src/runs/object/background-child.ts";
import type { RunStart } from "../../src/runs/object/run-journal.ts";
import { standingRunId } from "../../src/runs/objects.ts";
import { makeRunId, readRunId } from "../../src/runs/run-id.ts";
import { call, newApplication, newWorklet } from "../support/api.ts";
import { ask } from "../support/unready.ts";

/** The master key is replaced while runs are kept: docs/access.md says how. */

const bindings = env as Env & { MASTER_KEY: string };
const rotated = {
  MASTER_KEY: Buffer.alloc(32, 7).toString("base64"),
  MASTER_KEY_PREVIOUS: bindings.MASTER_KEY,
};
const forgotten = { MASTER_KEY: rotated.MASTER_KEY };

it("a run is found by the id that the former key gave it, as long as that key is set", async () => {
  const worklet = await newWorklet(await newApplication(), "export const main = () => 1;");
  const { body } = await call("POST", `${worklet}/invoke?wait=10`, { body: { async: true } });
  const address = `${worklet}/${body.worklet_run_id}`;
  expect((await ask(rotated, address)).body).toMatchObject({ status: "SUCCEEDED", worklet_output: 1 });
  expect((await ask(forgotten, address)).body.code).toBe("run.not_found");
});

it("the same Idempotency-Key finds the run that it made before, and refuses another body", async () => {
  const worklet = await newWorklet(await newApplication(), "export const main = (n: number) => n + 1;");
  const sent = (worklet_input: number) => ({
    method: "POST",
    body: JSON.stringify({ async: true, worklet_input }),
    headers: { "Idempotency-Key": "rotate" },
  });
  const first = await ask({}, `${worklet}/invoke`, sent(1));
  const again = await ask(rotated, `${worklet}/invoke`, sent(1));
  expect(again.body.worklet_run_id).toBe(first.body.worklet_run_id);
  expect((await ask(rotated, `${worklet}/invoke`, sent(2))).body.code).toBe("idempotency.key_reused");
  expect((await ask(forgotten, `${worklet}/invoke`, sent(1))).body.worklet_run_id).not.toBe(first.body.worklet_run_id);
});

it("what a parent derived for a child before is known by its former id, and a run that was told of is told of once", async () => {
  const parent = { id: "run_a1", definition: { applicationUid: "app" } } as RunStart;
  const life = { createdAt: 1 } as Life;
  const wish = { worklet: "child", input: "1", use: { block: "ask", item: null } };
  const before = childIds(bindings, parent, life, wish, 0);
  const changed = { ...bindings, ...rotated };
  const after = childIds(changed, parent, life, wish, 0);
  expect(before.former).toBeNull();
  expect(after.former).toBe(before.id);
  expect(after.id).not.toBe(before.id);
  // Nobody made a run of the former id, so a new one is made under the new key.
  expect(await standingRunId(changed, { applicationUid: "app", worklet: "listener" }, 1, ["x"])).toBe(
    await standingRunId({ ...bindings, ...forgotten }, { applicationUid: "app", worklet: "listener" }, 1, ["x"]),
  );
});

it("an id is good for an hour longer than runs are kept: a run that its age ended still does its errands", async () => {
  const application = await newApplication();
  const place = { applicationUid: (await applicationRow(bindings, application)).uid, worklet: "w" };
  const settings = settingsOf(bindings);
  const now = Date.now();
  const id = makeRunId(settings, "a", place, now);
  const hour = 3_600_000;
  expect(readRunId(settings, id, place, now + settings.retentionMs + hour / 2)).toMatchObject({ home: "a" });
  expect(readRunId(settings, id, place, now + settings.retentionMs + 2 * hour)).toBeNull();
});
