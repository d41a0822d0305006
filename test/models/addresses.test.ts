import { describe, expect, it } from "vitest";
import type { ModelConfig } from "../../src/contract/model.ts";
import { call, fresh } from "../support/api.ts";
import { newModel, predict, providers, tried, withKey } from "./support.ts";

/** Where a model of the kind `http` sends what it holds, and what may be written into its address. */

const echo = (path: string) => ({
  kind: "http" as const,
  url: `${providers}/echo${path}`,
  headers: { Authorization: "Bearer {{ secrets.KEY }}" },
});

describe("an expression in the path", () => {
  it.each(["..", ".", "%2e%2e", ".%2E", "%2e", "../..", "a/../../x", "a\\..\\..", ".\t.", "..?x=", "..#", "a/..\n"])(
    "cannot lead out of it: %j",
    async (input) => {
      const { status, body } = await tried(await withKey(), echo("/v1/{{ input }}/predict"), input);
      expect([status, body.code, body.errors?.[0].path]).toEqual([422, "request.invalid", "/input"]);
      expect(body.errors[0].message).toContain("leads out of its path");
    },
  );

  it("cannot make half of such a part, nor the last one", async () => {
    const application = await withKey();
    for (const [path, input] of [
      ["/v1/.{{ input }}/predict", "."],
      ["/v1/{{ input }}./predict", ""],
      ["/v1/{{ input }}%2e/predict", "."],
      ["/v1/models/{{ input }}", ".."],
      ["/v1/models/{{ input }}", ".. "],
      ["/v1/{{ encodeURIComponent(input) }}/predict", ".."],
    ] as const) {
      const { status } = await tried(application, echo(path), input);
      expect([path, input, status]).toEqual([path, input, 422]);
    }
  });

  it("may have points otherwise, and anything in the query", async () => {
    const model = await newModel(await withKey(), echo("/v1/{{ input.id }}/predict?path={{ input.path }}"));
    for (const id of ["...", "a..b", "..a", "v1.2", ".well-known"]) {
      const { body } = await predict(model, { id, path: "../.." });
      expect(body.output.url).toBe(`/echo/v1/${id}/predict?path=../..`);
    }
  });
});

it("a url with expressions that climbs by what is written is refused when it is saved", async () => {
  const config = echo("/v1/../{{ input }}");
  const { status, body } = await call("POST", `${await withKey()}/models`, { body: { name: fresh("m"), config } });
  expect([status, body.errors[0].path]).toEqual([422, "/config/url"]);
});

describe("a key that is written out", () => {
  const refusalOf = async (config: Partial<ModelConfig>) => {
    const body = { name: fresh("m"), config: { kind: "http", url: `${providers}/echo`, ...config } };
    const answer = await call("POST", `${await withKey()}/models`, { body });
    return answer.status === 201 ? null : answer.body.errors.map(({ path }: { path: string }) => path);
  };

  it.each(["api_key", "key", "apikey", "access_token", "accessToken", "client_secret", "X-Auth", "subscription-key"])(
    "is refused as the parameter %s of a url",
    async (name) => {
      expect(await refusalOf({ url: `${providers}/echo?v=1&${name}=abc` })).toEqual(["/config/url"]);
      expect(await refusalOf({ url: `${providers}/echo/{{ input ? 1 : 2 }}?${name}=abc&v={{ input }}` })).toEqual([
        "/config/url",
      ]);
      expect(await refusalOf({ url: `${providers}/echo?${name}={{ secrets.KEY }}` })).toBeNull();
    },
  );

  it.each(["x-goog-api-key", "Ocp-Apim-Subscription-Key", "Cookie", "X-Auth-Token", "Authorization", "X-Secret"])(
    "is refused in the header %s",
    async (name) => {
      expect(await refusalOf({ headers: { [name]: "abc" } })).toEqual([`/config/headers/${name}`]);
      expect(await refusalOf({ headers: { [name]: "{{ secrets.KEY }}" } })).toBeNull();
    },
  );

  it("is not what only sounds like one", async () => {
    const url = `${providers}/echo?max_tokens=100&keyword=cats&author=me&page_key={{ input.page }}&api_key=`;
    expect(await refusalOf({ url, headers: { "Idempotency-Key": "{{ input.id }}", "X-Author": "me" } })).toBeNull();
  });
});
