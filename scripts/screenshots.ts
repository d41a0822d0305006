import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import chromium from "@sparticuz/chromium";
import { type Browser, type BrowserContext, type Page, chromium as playwright } from "playwright-core";
import { client } from "./client.ts";
import { consoleLink } from "./console-link.ts";
import { keyFor, localOrigin, originOf } from "./platform-key.ts";
import { prepareShots, shots } from "./screenshots/shots.ts";
import { readSecrets } from "./secrets.ts";
import { complain } from "./stop.ts";
import { root } from "./wrangler.ts";

/**
 * `node scripts/screenshots.ts [URL]`: the pictures of docs/console.md, each light and dark, of the platform that `npm start`
 * runs on this machine. It makes an application of its own there.
 */

const folder = join(root, "docs/images");

try {
  await takeAll(originOf(process.argv[2] ?? localOrigin));
} catch (error) {
  complain(error);
  process.exitCode = 1;
}

async function takeAll(origin: string): Promise<void> {
  const places = await prepareShots(client(origin, keyFor(origin)));
  mkdirSync(folder, { recursive: true });
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
  try {
    const state = await signIn(browser, origin);
    for (const theme of ["light", "dark"] as const) {
      for (const shot of shots) {
        const page = await pageOf(browser, origin, theme, state);
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
  const secrets = readSecrets(readFileSync(join(root, ".dev.vars"), "utf8"));
  await page.goto(consoleLink(secrets, Number(new URL(origin).port)));
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
