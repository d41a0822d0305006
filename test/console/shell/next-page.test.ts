import { expect, it } from "vitest";
import { nextPage } from "../../../src/console/shell/next-page.ts";

const nextOf = (next: string, path = "/console/sign-in") => {
  const here = new URL(path, "https://worklets.example");
  here.searchParams.set("next", next);
  return nextPage(here);
};

it("leads back to the view that asked to sign in, with its parameters", () => {
  expect(nextOf("/v/desk/orders")).toBe("/v/desk/orders");
  expect(nextOf("/v/desk/orders?q=a%26b&page=2#top")).toBe("/v/desk/orders?q=a%26b&page=2#top");
  expect(nextOf("https://worklets.example/v/desk/orders")).toBe("/v/desk/orders");
});

it.each([
  "https://evil.example/v/desk/orders",
  "//evil.example/v/",
  "/\\\\evil.example/v/",
  "\\\\evil.example/v/",
  "javascript:alert(1)//v/",
  "/console/keys",
  "/v/../console/keys",
  "/v/%2e%2e/applications",
  "/vx/desk",
  "",
])("leads nowhere else: %s", (next) => {
  expect(nextOf(next)).toBeNull();
});

it("leads nowhere from another page, nor when nothing is said", () => {
  expect(nextOf("/v/desk/orders", "/console/keys")).toBeNull();
  expect(nextPage(new URL("https://worklets.example/console/sign-in"))).toBeNull();
});
