import { execFileSync } from "node:child_process";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";

/** Tests of pure rules: they keep nothing, so one worker runs them all and only one has to be started. */
const rules = [
  "test/compiler/**/*.test.ts",
  "test/engine/**/*.test.ts",
  "test/expression/**/*.test.ts",
  "test/http/router.test.ts",
  "test/platform/cache.test.ts",
  "test/runs/{life,mask,run-journal}.test.ts",
  "test/schedules/rule-*.test.ts",
];

/** Packages of many small files: each worker loads them anew, so they come as one file each. */
const bundled = [
  "zod",
  "drizzle-orm",
  "drizzle-orm/d1",
  "drizzle-orm/sqlite-core",
  "hono",
  "hono/router/pattern-router",
  "acorn",
  "@sveltejs/acorn-typescript",
  "sucrase",
  "@jridgewell/trace-mapping",
  "@cfworker/json-schema",
  "croner",
  "cronstrue",
];

/**
 * Six projects: `workers` runs inside workerd with the real bindings, `rules` there too but without them, `sandbox` with a main
 * module of its own, `outage` with a database that can be taken away, `node` reads the repository and drives real processes,
 * `chaos` kills them.
 */
export default defineConfig(async () => {
  // The pages of the documentation are served from dist/.
  execFileSync(process.execPath, ["scripts/build.ts"]);
  const migrations = await readD1Migrations("./migrations");
  const secrets = {
    ROOT_KEY: "root-key-of-the-tests-0123456789abcdef",
    MASTER_KEY: "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
  };
  return {
    test: {
      // Most files wait for something most of the time: three at once on two cores.
      maxWorkers: 3,
      projects: [
        {
          plugins: [
            cloudflareTest({
              wrangler: { configPath: "./wrangler.toml" },
              miniflare: {
                bindings: { ...secrets, ALLOW_LOCAL_EGRESS: "1", MIGRATIONS: migrations },
              },
            }),
          ],
          test: {
            name: "workers",
            include: ["test/**/*.test.ts"],
            exclude: [
              ...rules,
              "test/house/**",
              "test/scripts/**",
              "test/sandbox/**",
              "test/runs/simulation.test.ts",
              "test/runs/outage.test.ts",
              "test/chaos/**",
            ],
            globalSetup: ["test/support/witness.ts", "test/support/model-server.ts", "test/models/providers.ts"],
            setupFiles: ["test/support/database.ts"],
            deps: { optimizer: { ssr: { enabled: true, include: bundled } } },
            testTimeout: 20_000,
          },
        },
        {
          plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.toml" } })],
          test: { name: "rules", include: rules, isolate: false, testTimeout: 20_000 },
        },
        {
          plugins: [
            cloudflareTest({
              main: "./test/sandbox/worker.ts",
              wrangler: { configPath: "./wrangler.toml" },
              miniflare: { bindings: { ...secrets, ALLOW_LOCAL_EGRESS: "1" } },
            }),
          ],
          test: {
            name: "sandbox",
            include: ["test/sandbox/**/*.test.ts"],
            globalSetup: ["test/support/witness.ts"],
            testTimeout: 20_000,
          },
        },
        {
          plugins: [
            cloudflareTest(({ inject }) => ({
              wrangler: { configPath: "./wrangler.toml" },
              miniflare: {
                bindings: { ...secrets, ALLOW_LOCAL_EGRESS: "1", MIGRATIONS: migrations },
                // The type is branded: only wrangler makes one.
                d1Databases: { DB: { id: "DB", remoteProxyConnectionString: new URL(inject("database")) as never } },
              },
            })),
          ],
          test: {
            name: "outage",
            include: ["test/runs/outage.test.ts"],
            globalSetup: ["test/support/witness.ts", "test/support/database-server.ts"],
            setupFiles: ["test/support/database.ts"],
            testTimeout: 90_000,
          },
        },
        {
          test: {
            name: "node",
            include: ["test/house/**/*.test.ts", "test/scripts/**/*.test.ts", "test/runs/simulation.test.ts"],
            testTimeout: 120_000,
          },
        },
        {
          test: { name: "chaos", include: ["test/chaos/**/*.test.ts"] },
        },
      ],
    },
  };
});
