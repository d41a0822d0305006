import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll } from "vitest";

/** Every test file has a database of its own, with the tables of `migrations/`. */
beforeAll(async () => {
  const { DB, MIGRATIONS } = env as Env & { MIGRATIONS: Parameters<typeof applyD1Migrations>[1] };
  await applyD1Migrations(DB, MIGRATIONS);
});
