import { env } from "cloudflare:workers";
import { expect, inject, it } from "vitest";
import { definitionOf } from "../../src/catalog/definitions.ts";
import { settingsOf } from "../../src/platform/settings.ts";
import { orderOf, unasked } from "../../src/runs/object/order.ts";
import { createRun, objectOf } from "../../src/runs/objects.ts";
import { makeRunId } from "../../src/runs/run-id.ts";
import { call, fresh, newApplication, newWorklet } from "../support/api.ts";
import { hits, isSilent } from "../support/hits.ts";

it("a run that is canceled before its receipt has left runs none of its code, though its turn is committed", async () => {
  const name = fresh("early");
  const address = await newWorklet(
    await newApplication(),
    `export const main = () => fetch("${inject("witness")}/hit/${name}");`,
  );
  const [, , application = "", , worklet = ""] = address.split("/");
  const now = Date.now();
  const definition = await definitionOf(
    env,
    { application, worklet, environment: "production", version: null },
    now,
    null,
  );
  const id = makeRunId(settingsOf(env), "a", { applicationUid: definition.applicationUid, worklet }, now);
  const order = orderOf(
    definition,
    "1",
    { id, trigger: "api", createdBy: "test", ...unasked },
    {
      begin: true,
      timeoutMs: null,
      retentionMs: 86_400_000,
      tells: { parent: false, callback: false, onFailure: false },
    },
  );
  const made = createRun(env, order);
  const before = objectOf(env, id).cancel();
  expect(await Promise.all([made, before])).toEqual(["made", "RUNNING"]);
  const { body } = await call("GET", `${address}/${id}`);
  expect(body).toMatchObject({ status: "CANCELED", attempt: 1 });
  expect(await isSilent(name)).toBe(true);
  expect(await hits(name)).toBe(0);
});
