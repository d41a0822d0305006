import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { viewLimits } from "../../src/contract/view-limits.ts";
import { liveView, liveViewsBytes } from "../../src/views/live.ts";
import { fresh, newApplication } from "../support/api.ts";
import { newPublished } from "./visits.ts";

/** What an isolate remembers of published views. */

const database = (env as Env).DB;

it("large views that are remembered stay within their memory: the oldest makes room", async () => {
  const application = await newApplication("desk");
  const text = "x".repeat(viewLimits.documentBytes - 1_000);
  const { id } = await newPublished(application, { state: { text } });
  const count = Math.ceil(liveViewsBytes / (2 * text.length)) + 1;
  const ids = Array.from({ length: count }, () => fresh("large"));
  for (const one of ids) {
    await database.batch([
      database
        .prepare(
          "insert into views select ?, application, ?, name, draft, 1, 1, 0, created_by, 0 from views where id = ?",
        )
        .bind(one, one, id),
      database
        .prepare("insert into view_versions select ?, 1, draft, 0, created_by from views where id = ?")
        .bind(one, id),
    ]);
  }
  const now = Date.now();
  const nameOf = async (one: string) => (await liveView(env as Env, application, one, now, () => {}))?.name;
  for (const one of ids) await nameOf(one);
  await database.prepare("update views set name = 'Renamed elsewhere'").run();
  const [oldest = "", newest = ""] = [ids[0], ids.at(-1)];
  expect(await nameOf(newest)).toBe(id);
  expect(await nameOf(oldest)).toBe("Renamed elsewhere");
});
