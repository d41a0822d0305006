import { describe, expect, it } from "vitest";
import { RememberingRouter } from "../../src/http/router.ts";

function routerWith(...routes: [string, string][]): RememberingRouter<string> {
  const router = new RememberingRouter<string>();
  for (const [method, path] of routes) router.add(method, path, `${method} ${path}`);
  return router;
}

describe("a router that remembers", () => {
  it("gives the first route that fits, with the segments of this address, the first time and every time after", () => {
    const router = routerWith(["POST", "/a/:id/run"], ["ALL", "/a/:id/run"], ["GET", "/a/:id/:rest{.+}"]);
    for (let time = 0; time < 2; time++) {
      expect(router.match("POST", "/a/one/run")).toEqual([[["POST /a/:id/run", { id: "one" }]]]);
      expect(router.match("POST", "/a/two/run")).toEqual([[["POST /a/:id/run", { id: "two" }]]]);
      expect(router.match("PUT", "/a/one/run")).toEqual([[["ALL /a/:id/run", { id: "one" }]]]);
      expect(router.match("GET", "/a/one/b/c")).toEqual([[["GET /a/:id/:rest{.+}", { id: "one", rest: "b/c" }]]]);
      expect(router.match("GET", "/nothing")).toEqual([[]]);
    }
  });

  it("knows a route that is added after an address was asked for", () => {
    const router = routerWith(["GET", "/a"]);
    expect(router.match("GET", "/b")).toEqual([[]]);
    router.add("GET", "/b", "added");
    expect(router.match("GET", "/b")).toMatchObject([[["added", {}]]]);
  });

  it("answers right beyond what it can remember", () => {
    const router = routerWith(["GET", "/a/:id"]);
    for (let n = 0; n < 2_500; n++) {
      expect(router.match("GET", `/a/${n}`)).toEqual([[["GET /a/:id", { id: `${n}` }]]]);
    }
    const long = "x".repeat(400);
    expect(router.match("GET", `/a/${long}`)).toMatchObject([[["GET /a/:id", { id: long }]]]);
  });
});
