import { describe, expect, inject, it } from "vitest";
import { ModelConfig } from "../../src/contract/model.ts";
import { call } from "../support/api.ts";
import { tried, withKey } from "./support.ts";

/** The examples of `docs/models.md`, with the hosts of the test servers in place of theirs. */

const { url, key } = inject("providers");
const hosts: Record<string, string> = {
  "https://api.openai.com": `${url}/openai`,
  "https://model-abc.api.baseten.co/production": `${url}/baseten`,
  "https://iris.models.example.com": url,
  "https://bento.example.com": url,
};
const pages = import.meta.glob("../../docs/models.md", { query: "?raw", import: "default", eager: true });
const page = Object.values(pages).join();
const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => match[1] ?? "");

async function answerOf(place: number, input: unknown): Promise<unknown> {
  const application = await withKey();
  for (const name of ["OPENAI_API_KEY", "BASETEN_API_KEY", "KSERVE_TOKEN"]) {
    await call("POST", `${application}/secrets`, { body: { name, value: key } });
  }
  const local = Object.entries(hosts).reduce((text, [host, here]) => text.replace(host, here), examples[place] ?? "");
  const { body } = await tried(application, ModelConfig.parse(JSON.parse(local)), input);
  return body.output ?? body.detail;
}

describe("the examples of the page", () => {
  it("are configs, all of them", () => {
    const kinds = examples.map((text) => ModelConfig.parse(JSON.parse(text)).kind);
    expect(kinds).toEqual(["openai", "baseten", "workers-ai", "http", "http", "http"]);
  });

  it("answer, each the server of its own protocol", async () => {
    expect(await answerOf(0, "Hello")).toMatchObject({ text: "Hello at 0 temperature", model: "gpt-5-mini" });
    expect(await answerOf(1, { text: "Hello" })).toEqual({ label: "calm", scores: [0.9, 0.1] });
    expect(await answerOf(2, "Hello")).toContain("needs the binding AI");
    expect(await answerOf(3, { rows: [[6.8, 2.8, 4.8, 1.4]] })).toEqual(["virginica"]);
    expect(
      await answerOf(4, [
        [6.8, 2.8, 4.8, 1.4],
        [1, 2, 3, 4],
      ]),
    ).toEqual(["virginica", "setosa"]);
    expect(await answerOf(5, { text: "Long story" })).toBe("Long...");
  });
});
