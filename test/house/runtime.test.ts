import { expect, it } from "vitest";
import { textOf } from "./source.ts";

it("new versions are made for the runtime that the platform itself runs in", () => {
  const [, ofPlatform] = /^compatibility_date = "([\d-]+)"/m.exec(textOf("wrangler.toml")) ?? [];
  const [, ofVersions] = /compatibilityDate: "([\d-]+)"/.exec(textOf("src/catalog/draft-closure.ts")) ?? [];
  expect(ofPlatform).toBeDefined();
  expect(ofVersions).toBe(ofPlatform);
});
