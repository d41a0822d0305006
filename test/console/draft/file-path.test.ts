import fc from "fast-check";
import { expect, it } from "vitest";
import { wrongWithPath } from "../../../src/console/draft/file-path.ts";
import { FilePath } from "../../../src/contract/names.ts";

const part = fc.stringMatching(/^[a-zA-Z.@_ ü-]{0,4}$/);
const ending = fc.constantFrom(".ts", ".js", ".mts", ".mjs", ".txt", "", "/");
const path = fc
  .tuple(fc.array(part, { minLength: 1, maxLength: 4 }), ending)
  .map(([parts, end]) => parts.join("/") + end);

it("a path is refused here exactly when the platform refuses it", () => {
  fc.assert(
    fc.property(path, (text) => {
      expect([text, wrongWithPath(text) === null]).toEqual([text, FilePath.safeParse(text).success]);
    }),
    { numRuns: 5_000 },
  );
  expect(wrongWithPath(`${"a".repeat(198)}.ts`)).toContain("200");
});
