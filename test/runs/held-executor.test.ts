import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, inject, it } from "vitest";
import { call, eventually, fresh, newApplication, newWorklet } from "../support/api.ts";

const witness = inject("witness");

it("an executor that no alarm has started is taken over by the alarm: it is not interrupted, and its handler stays to the end", async () => {
  const name = fresh("held");
  const worklet = await newWorklet(
    await newApplication(),
    `export async function main() {
      const count = Number(await (await fetch("${witness}/hit/${name}")).text());
      await new Promise((done) => setTimeout(done, 5_000));
      return count;
    }`,
  );
  const { body } = await call("POST", `${worklet}/invoke`, { body: { async: true } });
  const poll = () => call("GET", `${worklet}/${body.worklet_run_id}`);
  await eventually(poll, (run) => run.body.status === "RUNNING");
  const rang = await runDurableObjectAlarm(env.RUN.get(env.RUN.idFromName(body.worklet_run_id)));
  expect(rang).toBe(true);
  expect((await poll()).body).toMatchObject({ status: "SUCCEEDED", attempt: 1, worklet_output: 1 });
});
