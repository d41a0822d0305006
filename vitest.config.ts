import { execFileSync } from "node:child_process";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { Order } from "./test/support/order.ts";

/** Files that move the clock, or that look at all that is stored: each has a worker of its own. */
const alone = [
  "test/access/{keys,session}.test.ts",
  "test/hooks/{token,refusals}.test.ts",
  "test/platform/settings.test.ts",
  "test/runs/{on-failure,steps,retention,callback}.test.ts",
];

/** Only what hangs takes so long: a machine that is busy with five files is slow for seconds at a time. */
const patience = { testTimeout: 90_000, hookTimeout: 60_000 };

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
 * Seven projects: `workers` and `alone` run inside workerd with the real bindings, `sandbox` there too with a main module of its
 * own, `outage` with a database that can be taken away, `node` holds the rules of the browser's programs, reads the repository and
 * drives real processes, `browser` is the console in a real Chromium, `chaos` kills processes.
 */
export default defineConfig(async () => {
  // Documentation and console are served from dist/.
  execFileSync(process.execPath, ["scripts/build.ts"]);
  const migrations = await readD1Migrations("./migrations");
  const secrets = {
    ROOT_KEY: "root-key-of-the-tests-0123456789abcdef",
    MASTER_KEY: "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
  };
  const platform = {
    plugins: [
      cloudflareTest({
        wrangler: { configPath: "./wrangler.toml" },
        miniflare: { bindings: { ...secrets, ALLOW_LOCAL_EGRESS: "1", MIGRATIONS: migrations } },
      }),
    ],
    test: {
      globalSetup: ["test/support/witness.ts", "test/support/model-server.ts", "test/models/providers.ts"],
      deps: { optimizer: { ssr: { enabled: true, include: bundled } } },
      ...patience,
    },
  };
  return {
    test: {
      // Most files wait for something most of the time: five at once on two cores.
      maxWorkers: 5,
      sequence: { sequencer: Order },
      projects: [
        {
          ...platform,
          test: {
            ...platform.test,
            name: "workers",
            include: ["test/**/*.test.ts"],
            exclude: [
              ...alone,
              "test/house/**",
              "test/scripts/**",
              "test/sandbox/**",
              "test/console/**",
              "test/view/**",
              "test/reactive/**",
              "test/runs/simulation.test.ts",
              "test/runs/outage.test.ts",
              "test/chaos/**",
            ],
            isolate: false,
            setupFiles: ["test/support/database.ts", "test/support/shared-clock.ts"],
          },
        },
        {
          ...platform,
          test: { ...platform.test, name: "alone", include: alone, setupFiles: ["test/support/database.ts"] },
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
            isolate: false,
            include: ["test/sandbox/**/*.test.ts"],
            globalSetup: ["test/support/witness.ts"],
            ...patience,
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
            include: [
              "test/house/**/*.test.ts",
              "test/scripts/**/*.test.ts",
              "test/console/**/*.test.ts",
              "test/view/**/*.test.ts",
              "test/reactive/**/*.test.ts",
              "test/runs/simulation.test.ts",
            ],
            exclude: ["test/console/browser/**", "test/view/browser/**"],
            testTimeout: 120_000,
            hookTimeout: 60_000,
          },
        },
        {
          test: {
            name: "browser",
            include: ["test/console/browser/**/*.test.ts", "test/view/browser/**/*.test.ts"],
            globalSetup: ["test/console/browser/platform.ts"],
            testTimeout: 90_000,
            hookTimeout: 60_000,
          },
        },
        {
          test: { name: "chaos", include: ["test/chaos/**/*.test.ts"] },
        },
      ],
    },
  };
});
