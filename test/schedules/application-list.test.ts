import { describe, expect, it } from "vitest";
import { type Answer, call, fresh, newApplication, newKey, newWorklet } from "../support/api.ts";
import { newSchedule } from "./minutes.ts";

/** The schedules of a whole application, as a page of the console shows them. */

const echo = "export const main = (input: unknown) => input;";
const idOf = (worklet: string) => worklet.split("/").at(-1) ?? "";
const named = (items: Answer["body"][]) => items.map(({ worklet, id }) => `${worklet}/${id}`);

/** Two worklets with schedules that have the same ids, and one without any. */
async function twoScheduled() {
  const application = await newApplication();
  const worklets = [await newWorklet(application, echo), await newWorklet(application, echo)];
  await newWorklet(application, echo);
  for (const worklet of worklets) {
    for (const id of ["nightly", "hourly"]) await newSchedule(worklet, { id, cron: "0 3 * * *" });
  }
  const [first = "", second = ""] = worklets.map(idOf).sort();
  return {
    application,
    worklets,
    all: [`${first}/hourly`, `${first}/nightly`, `${second}/hourly`, `${second}/nightly`],
  };
}

describe("the schedules of an application", () => {
  it("are those of all its worklets, each with the worklet it runs", async () => {
    const { application, worklets, all } = await twoScheduled();
    const { status, body } = await call("GET", `/applications/${application}/schedules`);
    expect(status).toBe(200);
    expect(named(body.items)).toEqual(all);
    expect(body.next_cursor).toBeNull();
    const alone = await call("GET", `${worklets[0]}/schedules/nightly`);
    expect(body.items).toContainEqual({ ...alone.body, worklet: idOf(worklets[0] ?? "") });
  });

  it("come page by page, each of them once", async () => {
    const { application, all } = await twoScheduled();
    for (const limit of [1, 3, 4]) {
      const pages: Answer["body"][] = [];
      let cursor = "";
      do {
        const { body } = await call("GET", `/applications/${application}/schedules?limit=${limit}${cursor}`);
        expect(body.items.length).toBeLessThanOrEqual(limit);
        pages.push(...body.items);
        cursor = body.next_cursor === null ? "" : `&cursor=${body.next_cursor}`;
      } while (cursor !== "");
      expect(named(pages)).toEqual(all);
    }
    const strange = await call("GET", `/applications/${application}/schedules?cursor=abc`);
    expect(strange).toMatchObject({ status: 422, body: { errors: [{ path: "?cursor" }] } });
  });

  it("are nobody else's, and none where there are none", async () => {
    const { application } = await twoScheduled();
    const other = await newApplication();
    expect((await call("GET", `/applications/${other}/schedules`)).body).toEqual({ items: [], next_cursor: null });
    const key = await newKey("operator", other);
    expect((await call("GET", `/applications/${application}/schedules`, { key })).status).toBe(404);
    expect((await call("GET", `/applications/${fresh("nowhere")}/schedules`)).status).toBe(404);
  });

  it("stand beside the preview at the same address", async () => {
    const { application, all } = await twoScheduled();
    const preview = `/applications/${application}/schedules/preview`;
    expect((await call("POST", preview, { body: { cron: "0 3 * * *" } })).status).toBe(200);
    const wrongMethod = await call("GET", preview);
    expect(wrongMethod.status).toBe(405);
    expect(wrongMethod.headers.get("Allow")).toBe("POST");
    expect(named((await call("GET", `/applications/${application}/schedules`)).body.items)).toEqual(all);
  });
});
