import { beforeAll, describe, expect, it } from "vitest";
import { call } from "../support/api.ts";
import { finder, newDesk, newView, place, save } from "./documents.ts";

let desk: Awaited<ReturnType<typeof newDesk>>;
beforeAll(async () => {
  desk = await newDesk();
});

const put = (view: string, body: unknown, etag: string | null, query = "") =>
  call("PUT", `${view}/draft${query}`, { body, headers: etag === null ? {} : { "If-Match": etag } });

describe("the draft of a view", () => {
  it("is replaced by who has read it as it is", async () => {
    const view = await newView(desk.views);
    const { headers } = await call("GET", `${view}/draft`);
    const etag = headers.get("ETag") ?? "";
    expect(await put(view, {}, null)).toMatchObject({ status: 428, body: { code: "draft.if_match_required" } });
    const saved = await put(view, finder(desk.worklet), etag);
    expect(saved).toMatchObject({ status: 200, body: finder(desk.worklet) });
    const stale = await put(view, {}, etag);
    expect(stale).toMatchObject({ status: 412, body: { code: "draft.changed" } });
    const now = await call("GET", `${view}/draft`);
    expect(now.body).toEqual(saved.body);
    expect(now.headers.get("ETag")).toBe(saved.headers.get("ETag"));
    expect((await put(view, {}, "*")).status).toBe(200);
  });

  it("is written by exactly one of many who have read the same", async () => {
    const view = await newView(desk.views);
    const etag = (await call("GET", `${view}/draft`)).headers.get("ETag");
    const answers = await Promise.all([1, 2, 3, 4, 5].map((note) => put(view, { state: { note } }, etag)));
    const winner = answers.filter(({ status }) => status === 200);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
    expect((await call("GET", `${view}/draft`)).body).toEqual(winner[0]?.body);
  });

  it("is only checked by a dry run", async () => {
    const view = await newView(desk.views);
    const { body, headers } = await call("GET", `${view}/draft`);
    const etag = headers.get("ETag");
    const tried = await put(view, finder(desk.worklet), etag, "?dry_run=true");
    expect([tried.status, tried.headers.get("ETag")]).toEqual([200, etag]);
    expect((await put(view, finder("nowhere"), etag, "?dry_run=true")).body.code).toBe("view.invalid");
    expect((await call("GET", `${view}/draft`)).body).toEqual(body);
  });

  it("is refused with everything that is wrong at once, each with its place", async () => {
    const view = await newView(desk.views);
    const { status, body } = await save(view, {
      components: [
        { id: "a", kind: "text", place, properties: { text: "{{ nobody.value }}" } },
        { id: "a", kind: "text", place, properties: { text: "x" } },
      ],
      calls: {
        one: {
          worklet: "nowhere",
          values: { q: { from: "{{ state.missing }}", schema: { type: "strin" } }, r: { schema: { type: "string" } } },
        },
        two: { worklet: desk.worklet, trigger: "event", values: { x_1: { schema: { $ref: "https://x.example" } } } },
      },
    });
    expect([status, body.code]).toEqual([422, "view.invalid"]);
    expect(body.detail).toContain(`(and ${body.errors.length - 1} more)`);
    expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
      "/calls/one/values/q/from",
      "/calls/one/values/q/schema/type",
      "/calls/one/values/r",
      "/calls/one/worklet",
      "/calls/two/values/x_1/schema/$ref",
      "/components/0/properties/text",
      "/components/1/id",
    ]);
    expect((await call("GET", `${view}/draft`)).body.components).toEqual([]);
  });

  it("with a thousand wrongs is told the first hundred", async () => {
    const view = await newView(desk.views);
    const texts = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`p${n}`, "x"]));
    const components = Array.from({ length: 50 }, (_, n) => ({ id: `t${n}`, kind: "text", place, properties: texts }));
    const { body } = await save(view, { components });
    expect(body.errors).toHaveLength(100);
    expect(body.detail).toContain("(and 999 more)");
  });

  it("that is too large is refused with its size", async () => {
    const view = await newView(desk.views);
    const { body } = await save(view, { state: { text: "x".repeat(500_001) } });
    expect(body).toMatchObject({ code: "view.invalid", errors: [{ message: expect.stringContaining("500000") }] });
  });

  it("keeps texts as they are", async () => {
    const view = await newView(desk.views);
    const text = "<script>alert(1)</script> `{{ 1 + 1 }}` \u2028 \ud83d\ude00";
    const document = { components: [{ id: "t", kind: "text", place, properties: { text } }] };
    expect((await save(view, document)).status).toBe(200);
    expect((await call("GET", `${view}/draft`)).body.components[0].properties.text).toBe(text);
  });
});
