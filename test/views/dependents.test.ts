import { describe, expect, it } from "vitest";
import { call } from "../support/api.ts";
import { finder, newDesk, newView, publish, save } from "./documents.ts";

describe("a worklet that a view calls", () => {
  it("in its draft is not deleted", async () => {
    const { application, views, worklet } = await newDesk();
    await newView(views, finder(worklet), "customers");
    const address = `/applications/${application}/worklets/${worklet}`;
    const { status, body } = await call("DELETE", address);
    expect([status, body.code, body.used_by]).toEqual([409, "worklet.in_use", ["view customers"]]);
    expect((await call("GET", address)).status).toBe(200);
  });

  it("only in its live version is not deleted either, and one of an older version is", async () => {
    const { application, views, worklet } = await newDesk();
    const view = await newView(views, finder(worklet), "customers");
    await publish(view);
    await save(view, {});
    const address = `/applications/${application}/worklets/${worklet}`;
    expect((await call("DELETE", address)).body.used_by).toEqual(["view customers"]);
    await publish(view);
    expect((await call("DELETE", address)).status).toBe(204);
  });

  it("goes when it is forced to; the view stays and says what it lacks when it is saved", async () => {
    const { application, views, worklet } = await newDesk();
    const view = await newView(views, finder(worklet));
    await publish(view);
    expect((await call("DELETE", `/applications/${application}/worklets/${worklet}?force=true`)).status).toBe(204);
    expect((await call("GET", view)).body.live_version).toBe(1);
    expect((await save(view, finder(worklet))).body.errors[0].path).toBe("/calls/find/worklet");
  });

  it("of another application under the same id keeps nobody", async () => {
    const [one, other] = [await newDesk(), await newDesk()];
    const id = one.worklet;
    await call("POST", `/applications/${other.application}/worklets`, { body: { name: id, id } });
    await newView(one.views, finder(id));
    expect((await call("DELETE", `/applications/${other.application}/worklets/${id}`)).status).toBe(204);
  });
});

describe("an application", () => {
  it("with views alone is deleted only when that is forced", async () => {
    const { application, views, worklet } = await newDesk();
    await newView(views, {}, "customers");
    await call("DELETE", `/applications/${application}/worklets/${worklet}?force=true`);
    const refused = await call("DELETE", `/applications/${application}`);
    expect([refused.body.code, refused.body.used_by]).toEqual(["application.in_use", ["view customers"]]);
    expect((await call("DELETE", `/applications/${application}?force=true`)).status).toBe(204);
  });
});
