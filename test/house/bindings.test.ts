import { expect, it } from "vitest";
import { sources, textOf } from "./source.ts";

/** A binding is touched in the files that own it and nowhere else. D1's statements are made by its owner; batches of them may be sent by whoever made them. */
const owners: Record<string, { pattern: RegExp; files: string[] }> = {
  DB: { pattern: /\benv\.DB\b/, files: ["src/platform/database.ts"] },
  JOURNAL: { pattern: /\benv\.JOURNAL\b/, files: ["src/runs/list/journal.ts"] },
  RUN: { pattern: /\benv\.RUN\b/, files: ["src/runs/objects.ts"] },
  RUNS: { pattern: /\benv\.RUNS\b/, files: ["src/runs/hints.ts"] },
  TICKS: { pattern: /\benv\.TICKS\b/, files: ["src/schedules/ticks.ts"] },
  LOADER: { pattern: /\benv\.LOADER\b/, files: ["src/sandbox/loader.ts"] },
  AI: { pattern: /\benv\.AI\b/, files: ["src/models/workers-ai.ts"] },
  ASSETS: { pattern: /\benv\.ASSETS\b/, files: ["src/http/assets.ts"] },
  "the limits of views": {
    pattern: /\benv\.VIEW_(?:VISITORS|ADDRESSES|CALLS)\b/,
    files: ["src/views/call-limits.ts"],
  },
  exports: { pattern: /\bctx\.exports\b/, files: ["src/index.ts"] },
  secrets: {
    pattern: /\benv\.(?:ROOT_KEY|MASTER_KEY|MASTER_KEY_PREVIOUS|ALLOW_LOCAL_EGRESS|LOG_RUNS)\b/,
    files: ["src/platform/settings.ts"],
  },
  // The console's snippets are programs of others, as text. A stranger's page tells its browser's console what it does not say.
  console: {
    pattern: /^[^/*]*\bconsole\.\w+\(/m,
    files: ["src/console/call/snippets.ts", "src/platform/log.ts", "src/view/page/program.ts"],
  },
};

it.each(Object.entries(owners))("%s has one owner", (_, { pattern, files }) => {
  const users = sources.filter((path) => pattern.test(textOf(path).replace(/^\s*(?:\/\/|\/?\*).*$/gm, "")));
  expect(users).toEqual(files);
});

it("every binding of wrangler.toml has an owner here and a comment there that names it", () => {
  const toml = textOf("wrangler.toml");
  const bindings = [...toml.matchAll(/^binding = "(\w+)"/gm)].map((match) => match[1] ?? "");
  for (const binding of bindings) {
    const owner = owners[binding]?.files[0]?.replace("src/", "");
    expect(toml, binding).toMatch(new RegExp(`^# .*Owner: ${owner}\\.$`, "m"));
  }
});
