import { beforeAll, describe, expect, it } from "vitest";
import { viewLimits } from "../../src/contract/view-limits.ts";
import { call, fresh, newApplication, newKey } from "../support/api.ts";
import { finder, newDesk, newView, publish, save } from "./documents.ts";

let desk: Awaited<ReturnType<typeof newDesk>>;
beforeAll(async () => {
  desk = await newDesk();
});

const idsOf = (items: { id: string }[]) => items.map(({ id }) => id);

describe("a view", () => {
  it("is made with its document, and nobody sees it before it is published", async () => {
    const key = await newKey("creator", desk.application);
    const id = fresh("customers");
    const made = await call("POST", desk.views, { key, body: { name: "Customers", id, ...finder(desk.worklet) } });
    expect(made).toMatchObject({
      status: 201,
      body: { id, name: "Customers", live_version: null, live_access: null, unpublished: true },
    });
    expect(made.headers.get("Location")).toBe(`${desk.views}/${id}`);
    expect((await call("GET", `${desk.views}/${id}`)).body).toEqual(made.body);
    const { body: draft } = await call("GET", `${desk.views}/${id}/draft`);
    expect(draft).toMatchObject({ ...finder(desk.worklet), access: "private", frame_ancestors: [] });
    expect((await call("GET", `${desk.views}/${id}/versions`)).body.items).toEqual([]);
  });

  it("gets its id of its name, and each id once", async () => {
    const name = fresh("Open Orders");
    const { body } = await call("POST", desk.views, { body: { name } });
    expect(body.id).toBe(name.toLowerCase().replace(" ", "-"));
    expect(await call("POST", desk.views, { body: { name } })).toMatchObject({
      status: 409,
      body: { code: "view.exists", detail: expect.stringContaining('send an "id"') },
    });
    const reserved = await call("POST", desk.views, { body: { name: "x", id: "draft" } });
    expect(reserved).toMatchObject({ status: 422, body: { errors: [{ path: "/id" }] } });
    const other = await newApplication();
    expect((await call("POST", `/applications/${other}/views`, { body: { name } })).status).toBe(201);
  });

  it("is one of a hundred at most, however many are made at once, and one that goes makes room", async () => {
    const application = await newApplication();
    const views = `/applications/${application}/views`;
    const original = await newView(views);
    const make = (_: unknown, at: number) =>
      at % 10 === 0
        ? call("POST", `${original}/clone`, { body: { id: fresh("clone") } })
        : call("POST", views, { body: { name: fresh("one of many") } });
    const answers = await Promise.all(Array.from({ length: viewLimits.views + 4 }, make));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(viewLimits.views - 1);
    const refused = answers.filter(({ status }) => status !== 201);
    for (const { body } of refused) expect(body).toMatchObject({ status: 409, code: "view.too_many" });
    const id = original.split("/").at(-1);
    expect((await call("POST", views, { body: { name: "x", id } })).body.code).toBe("view.exists");
    expect((await call("DELETE", original)).status).toBe(204);
    expect((await call("POST", views, { body: { name: "The last one" } })).status).toBe(201);
    expect((await call("POST", `/applications/${await newApplication()}/views`, { body: { name: "x" } })).status).toBe(
      201,
    );
  });

  it("that cannot be a page is not made", async () => {
    const id = fresh("broken");
    const answer = await call("POST", desk.views, { body: { name: "x", id, ...finder("nowhere") } });
    expect(answer).toMatchObject({ status: 422, body: { code: "view.invalid" } });
    expect(answer.body.errors).toEqual([
      { path: "/calls/find/worklet", message: "The application has no worklet nowhere. Create it first." },
    ]);
    expect((await call("GET", `${desk.views}/${id}`)).body.code).toBe("view.not_found");
  });

  it("is renamed at once; its id and its draft stay", async () => {
    const view = await newView(desk.views, finder(desk.worklet));
    const { headers } = await call("GET", `${view}/draft`);
    const { status, body } = await call("PATCH", view, { body: { name: "Everybody" } });
    expect([status, body.name, body.id]).toEqual([200, "Everybody", view.split("/").at(-1)]);
    expect((await call("GET", `${view}/draft`)).headers.get("ETag")).toBe(headers.get("ETag"));
    expect((await call("PATCH", `${view}-not`, { body: { name: "x" } })).body.code).toBe("view.not_found");
  });

  it("is cloned with its draft, not published, under names that are free", async () => {
    const id = fresh("base");
    const view = await newView(desk.views, { ...finder(desk.worklet), access: "link" }, id);
    await publish(view);
    const first = await call("POST", `${view}/clone`, { body: {} });
    expect(first).toMatchObject({
      status: 201,
      body: { id: `${id}-copy`, name: `${id} (copy)`, live_version: null, unpublished: true },
    });
    expect((await call("POST", `${view}/clone`, { body: {} })).body.name).toBe(`${id} (copy 2)`);
    expect((await call("POST", `${view}/clone`, { body: { id } })).body.code).toBe("view.exists");
    const [original, copy] = await Promise.all([
      call("GET", `${view}/draft`),
      call("GET", `${first.headers.get("Location")}/draft`),
    ]);
    expect(copy.body).toEqual(original.body);
  });

  it("is deleted with its versions, and one that is made anew under its id has none of them", async () => {
    const id = fresh("short");
    const view = await newView(desk.views, {}, id);
    await publish(view);
    expect((await call("DELETE", view)).status).toBe(204);
    expect((await call("DELETE", view)).body.code).toBe("view.not_found");
    await newView(desk.views, {}, id);
    expect((await call("GET", `${view}/versions`)).body.items).toEqual([]);
    expect((await publish(view)).body.number).toBe(1);
  });

  it("goes with its application", async () => {
    const { application, views, worklet } = await newDesk();
    await publish(await newView(views, finder(worklet), "customers"));
    expect((await call("DELETE", `/applications/${application}?force=true`)).status).toBe(204);
    await call("POST", "/applications", { body: { name: "Again", id: application } });
    expect((await call("GET", views)).body.items).toEqual([]);
  });
});

describe("the list of views", () => {
  it("comes in pages by id, and says of each what is live", async () => {
    const { views } = await newDesk();
    for (const id of ["c", "a", "b"]) await newView(views, { access: id === "b" ? "link" : "private" }, id);
    await publish(`${views}/b`);
    const first = await call("GET", `${views}?limit=2`);
    expect(first.body.items).toMatchObject([
      { id: "a", live_version: null, live_access: null, unpublished: true },
      { id: "b", live_version: 1, live_access: "link", unpublished: false },
    ]);
    await newView(views, {}, "aa");
    const second = await call("GET", `${views}?limit=2&cursor=${first.body.next_cursor}`);
    expect([idsOf(second.body.items), second.body.next_cursor]).toEqual([["c"], null]);
    expect((await call("GET", `${views}?cursor=x`)).body.errors[0].path).toBe("?cursor");
    await save(`${views}/b`, { access: "private" });
    const { body } = await call("GET", `${views}/b`);
    expect(body).toMatchObject({ live_access: "link", unpublished: true });
  });
});
