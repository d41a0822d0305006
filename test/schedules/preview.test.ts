import { expect, it } from "vitest";
import { call, newApplication, newWorklet } from "../support/api.ts";
import { backdate, newSchedule } from "./minutes.ts";

/** A preview of a schedule that is to be changed. */

const dayMs = 86_400_000;

it("counts from the day on which the schedule was made that is to be changed", async () => {
  const application = await newApplication();
  const worklet = await newWorklet(application, "export const main = () => null;");
  const every = { unit: "day", count: 3, at: "06:00" };
  const schedule = await newSchedule(worklet, { every });
  await backdate(schedule, dayMs);
  const { body: saved } = await call("GET", schedule);
  const preview = async (more: object) =>
    (await call("POST", `/applications/${application}/schedules/preview`, { body: { every, ...more } })).body;
  const changed = await preview({ counted_from: saved.created_at });
  expect(changed).toEqual({ sentence: saved.sentence, next_ticks: saved.next_ticks });
  expect((await preview({})).next_ticks).not.toEqual(saved.next_ticks);
});

it("refuses a beginning at which no schedule was made", async () => {
  const application = await newApplication();
  const path = `/applications/${application}/schedules/preview`;
  for (const counted_from of ["yesterday", "0001-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"]) {
    const answer = await call("POST", path, { body: { every: { unit: "month", count: 7 }, counted_from } });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: "/counted_from" }] } });
  }
});
