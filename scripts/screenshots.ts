import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import chromium from "@sparticuz/chromium";
import { type Browser, type BrowserContext, type Page, chromium as playwright } from "playwright-core";
import { client } from "./client.ts";
import { keyFor, localOrigin, originOf } from "./platform-key.ts";
import { prepareDesk } from "./screenshots/desk.ts";
import { type Shot, shots } from "./screenshots/shots.ts";
import { prepareViews } from "./screenshots/views.ts";
import { complain, Stop } from "./stop.ts";
import { root } from "./wrangler.ts";

/**
 * `node scripts/screenshots.ts [--url URL] [NAME...]`: the pictures of the documentation, each light and dark, of the platform
 * that `npm start` runs on this machine; with names those alone. It makes applications of its own there.
 */

const folder = join(root, "docs/images");

try {
  const { values, positionals } = parseArgs({ options: { url: { type: "string" } }, allowPositionals: true });
  await takeAll(originOf(values.url ?? localOrigin), shotsOf(positionals));
} catch (error) {
  complain(error);
  process.exitCode = 1;
}

function shotsOf(names: readonly string[]): readonly Shot[] {
  const unknown = names.filter((name) => !shots.some((shot) => shot.name === name));
  if (unknown.length === 0) return shots.filter(({ name }) => names.length === 0 || names.includes(name));
  throw new Stop(`There is no picture ${unknown.join(", ")}. There are ${shots.map(({ name }) => name).join(", ")}.`);
}

async function takeAll(origin: string, wanted: readonly Shot[]): Promise<void> {
  const call = client(origin, keyFor(origin));
  const places = await prepareDesk(call);
  await prepareViews(call);
  mkdirSync(folder, { recursive: true });
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
  try {
    const state = await signIn(browser, origin);
    for (const theme of ["light", "dark"] as const) {
      for (const shot of wanted) {
        const page = await pageOf(browser, origin, theme, state);
        if (shot.size) await page.setViewportSize(shot.size);
        await page.goto(shot.path(places), { waitUntil: "networkidle" });
        await shot.prepare?.(page);
        await page.screenshot({ path: join(folder, `${shot.name}-${theme}.png`) });
        await page.context().close();
        console.log(`${shot.name}-${theme}.png`);
      }
    }
  } finally {
    await browser.close();
  }
}

type State = Awaited<ReturnType<BrowserContext["storageState"]>>;

async function signIn(browser: Browser, origin: string): Promise<State> {
  const page = await pageOf(browser, origin, "light");
  await page.goto("/console/sign-in");
  await page.getByLabel("Key").fill(keyFor(origin));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Applications" }).waitFor();
  const state = await page.context().storageState();
  await page.context().close();
  return state;
}

async function pageOf(browser: Browser, origin: string, theme: "light" | "dark", state?: State): Promise<Page> {
  const context = await browser.newContext({
    baseURL: origin,
    colorScheme: theme,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    viewport: { width: 1360, height: 850 },
    reducedMotion: "reduce",
    ...(state && { storageState: state }),
  });
  return context.newPage();
}
