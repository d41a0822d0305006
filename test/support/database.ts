import { applyD1Migrations, listDurableObjectIds, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll } from "vitest";

/** Longer than the claim of a request that gathers what runs did (`src/runs/list/journal.ts`), which the next run would rely on. */
const claimMs = 600;

/**
 * Every test file begins with nothing stored: no objects, no alarms, and a database with the tables of `migrations/` only.
 * Objects of the file before may end in the middle of what they promised to send; that is waited out.
 */
beforeAll(async () => {
  const { DB, RUN, MIGRATIONS } = env as Env & { MIGRATIONS: Parameters<typeof applyD1Migrations>[1] };
  const left = await listDurableObjectIds(RUN);
  await reset();
  await applyD1Migrations(DB, MIGRATIONS);
  if (left.length > 0) await new Promise((done) => setTimeout(done, claimMs));
}, 60_000);
