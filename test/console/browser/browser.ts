import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import chromium from "@sparticuz/chromium";
import {
  type Browser,
  type BrowserContextOptions,
  type Locator,
  type Page,
  chromium as playwright,
} from "playwright-core";
import { afterAll, beforeAll, expect, inject } from "vitest";
import type {} from "./platform.ts";

/** A real Chromium, out of the npm registry, on the real platform. Every page is watched for what its policy forbids. */

/** How long something that has to come is waited for: a machine may have much else to do. */
export const soon = { timeout: 30_000 };

const axeText = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What went wrong on a page while nobody looked. */
const complaints = new WeakMap<Page, string[]>();

let browser: Browser | null = null;
let kept: Exclude<BrowserContextOptions["storageState"], undefined> | null = null;

beforeAll(async () => {
  const { ok, text } = await fetch(inject("started")).then(async (answer) => ({
    ok: answer.ok,
    text: await answer.text(),
  }));
  if (!ok) throw new Error(text);
  browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    // Not the package's own: they switch the browser's guards off, which are a part of what is tested.
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
    headless: true,
  });
}, 300_000);

afterAll(async () => {
  await browser?.close();
});

export const origin = () => inject("origin");

/** A page of a browser that knows nothing of the others. */
export async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
  if (!browser) throw new Error("The browser has not started.");
  const context = await browser.newContext({
    baseURL: origin(),
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    permissions: ["clipboard-read", "clipboard-write"],
    viewport: { width: 1280, height: 800 },
    ...options,
  });
  context.setDefaultTimeout(soon.timeout);
  const page = await context.newPage();
  watch(page);
  return page;
}

/** The same, signed in with the root key; the first one of a file signs in by hand. */
export async function signedIn(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  if (!kept) {
    const page = await newPage();
    await page.goto("/console/sign-in");
    await page.getByLabel("Key").fill(inject("rootKey"));
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Applications" }).waitFor();
    kept = await page.context().storageState();
    await page.context().close();
  }
  const page = await newPage({ storageState: kept, ...options });
  await page.goto(path);
  return page;
}

/** Asserts that nothing was refused by the page's policy and nothing was thrown, then closes its browser. */
export async function closed(page: Page): Promise<void> {
  const heard = complaints.get(page) ?? [];
  await page.context().close();
  expect(heard).toEqual([]);
}

/** What axe finds wrong with the page as it is: rule, and where. */
export async function violationsOf(page: Page): Promise<string[]> {
  // By the debugger, not as an element of the page: its policy forbids those.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axeText);
  return page.evaluate(async () => {
    type Found = { violations: { id: string; nodes: { target: string[]; html: string }[] }[] };
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<Found> } };
    const { violations } = await axe.run({ resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 300)}`));
  });
}

/** Waits until the page has its title and nothing of it is still on its way or fading in. */
export async function settled(page: Page): Promise<void> {
  // A locator's own wait looks twice a second.
  await expect.poll(() => page.locator("h1:visible").count(), soon).toBeGreaterThan(0);
  const onTheirWay = "[aria-busy=true], [aria-label^=Loading], [data-starting-style], [data-ending-style]";
  await expect.poll(() => page.locator(onTheirWay).count(), soon).toBe(0);
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getTiming().iterations !== Infinity)
        .map(({ finished }) => finished),
    ),
  );
}

/** Waits until something has the focus, be it in the shadow of an editor: a key that comes before goes elsewhere. */
export async function focused(locator: Locator): Promise<void> {
  await locator.waitFor();
  await expect.poll(() => hasFocus(locator), soon).toBe(true);
}

/** Presses Tab until something has the focus; a part of a page that lets nobody out fails it. */
export async function tabTo(page: Page, locator: Locator, most = 60): Promise<void> {
  await locator.waitFor();
  for (let pressed = 0; pressed <= most; pressed++) {
    if (await hasFocus(locator)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${most} Tabs did not lead there.`);
}

function hasFocus(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => element.contains((element.getRootNode() as Document).activeElement));
}

/** One call of the API, as an admin; what is there is overwritten. */
export async function call<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(origin() + path, {
    method,
    headers: { Authorization: `Api-Key ${inject("rootKey")}`, ...(method === "PUT" && { "If-Match": "*" }) },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return (text === "" ? null : JSON.parse(text)) as T;
}

function watch(page: Page): void {
  const heard: string[] = [];
  complaints.set(page, heard);
  page.on("pageerror", (error) => heard.push(`thrown: ${error.message}`));
  page.on("console", (message) => {
    const text = message.text();
    if (/content.security.policy/i.test(text)) heard.push(`${text} ${JSON.stringify(message.location())}`);
  });
}
