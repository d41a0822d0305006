import { describe, expect, it } from "vitest";
import {
  changedSections,
  type Definition,
  definitionForm,
  readDefinition,
} from "../../../src/console/settings/definition-form.ts";
import { mergeDefinition } from "../../../src/console/settings/definition-merge.ts";

const plain: Definition = {
  settings: { timeout_ms: 300_000, background_timeout_ms: null, run_as_background_task: false, retry: null },
  input_schema: null,
  output_schema: null,
};
const full: Definition = {
  settings: {
    timeout_ms: 90_500,
    background_timeout_ms: 5_400_000,
    run_as_background_task: true,
    retry: { max_attempts: 5, backoff_ms: 250, factor: 1.5 },
  },
  input_schema: { type: "object", required: ["text"] },
  output_schema: { type: "string" },
};

describe("the form of a draft's settings", () => {
  it("means what it was made of", () => {
    for (const definition of [plain, full]) {
      expect(readDefinition(definitionForm(definition))).toEqual({ definition, wrongs: {} });
    }
  });

  it("says of every member what is wrong with it, all at once", () => {
    const form = {
      ...definitionForm(full),
      ...{ timeout: "6 min", backgroundTimeout: "0s", attempts: "21", backoff: "2h", factor: "0.5" },
      ...{ inputSchema: "[]", outputSchema: "{" },
    };
    const { definition, wrongs } = readDefinition(form);
    expect(definition).toBeNull();
    expect(Object.keys(wrongs).sort()).toEqual([
      "/input_schema",
      "/output_schema",
      "/settings/background_timeout_ms",
      "/settings/retry/backoff_ms",
      "/settings/retry/factor",
      "/settings/retry/max_attempts",
      "/settings/timeout_ms",
    ]);
  });

  it("does not mind what is typed about retries while they are off", () => {
    const form = { ...definitionForm(plain), attempts: "many" };
    expect(readDefinition(form).definition?.settings.retry).toBeNull();
  });

  it("knows which of its sections were changed", () => {
    const form = definitionForm(full);
    expect(changedSections(form, full)).toEqual({ runs: false, schemas: false });
    expect(changedSections({ ...form, factor: "2" }, full)).toEqual({ runs: true, schemas: false });
    expect(changedSections({ ...form, outputSchema: "" }, full)).toEqual({ runs: false, schemas: true });
  });
});

describe("two people who change the same settings", () => {
  const mine = { ...plain, input_schema: { type: "object" } };

  it("both keep what they changed when it was not the same", () => {
    const theirs = { ...plain, settings: { ...plain.settings, timeout_ms: 1_000 } };
    expect(mergeDefinition(plain, mine, theirs)).toEqual({
      merged: { ...mine, settings: theirs.settings },
      conflicts: [],
    });
  });

  it("are told when it was the same", () => {
    const theirs = { ...plain, input_schema: { type: "string" } };
    const { merged, conflicts } = mergeDefinition(plain, mine, theirs);
    expect(conflicts).toEqual(["input_schema"]);
    expect(merged).toEqual(mine);
  });

  it("have no conflict when they agree", () => {
    expect(mergeDefinition(plain, mine, { ...mine }).conflicts).toEqual([]);
  });
});
