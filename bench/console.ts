import { gzipSync } from "node:zlib";
import chromium from "@sparticuz/chromium";
import { type Browser, type Page, chromium as playwright } from "playwright-core";
import { scrollToEnd, serveRuns } from "../test/console/browser/many-runs.ts";
import { median, table } from "./figures.ts";

/**
 * `node bench/console.ts ORIGIN KEY`: the console in a real Chromium, on a platform that runs: what is fetched first, how long it
 * takes until a list can be used, and the longest task while 10,000 runs are scrolled.
 */

const [origin, key] = process.argv.slice(2);
if (!origin || !key)
  throw new Error("Name the platform and a key of it: node bench/console.ts http://localhost:8787 KEY");

const rounds = 5;
const browser = await playwright.launch({
  executablePath: await chromium.executablePath(),
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});
try {
  const cold = await times(() => openApplications(browser, origin, key, false));
  const warm = await times(() => openApplications(browser, origin, key, true));
  const { longestTaskMs, mostRows } = await scrolled(browser, origin, key);
  console.log(
    table([
      ["figure", "aim", "measured"],
      ["first load, gzipped", "under 250 KB", `${(median(cold.map(({ bytes }) => bytes)) / 1_000).toFixed(0)} KB`],
      ["navigation to a usable list, nothing cached", "", `${median(cold.map(({ ms }) => ms)).toFixed(0)} ms`],
      ["navigation to a usable list, cached", "", `${median(warm.map(({ ms }) => ms)).toFixed(0)} ms`],
      [
        "longest task, scrolling 10,000 runs",
        "50 ms or less",
        longestTaskMs === 0 ? "under 50 ms" : `${longestTaskMs.toFixed(0)} ms`,
      ],
      ["rows in the page, scrolling 10,000 runs", "under 200", String(mostRows)],
    ]),
  );
} finally {
  await browser.close();
}

type Opened = { ms: number; bytes: number };

async function times(measure: () => Promise<Opened>): Promise<Opened[]> {
  const measured: Opened[] = [];
  for (let round = 0; round < rounds; round++) measured.push(await measure());
  return measured;
}

/** Until the applications are there to be clicked. */
async function openApplications(browser: Browser, origin: string, key: string, isCached: boolean): Promise<Opened> {
  const page = await signedIn(browser, origin, key);
  if (isCached) await usable(page);
  const bodies: Promise<Buffer>[] = [];
  page.on("response", (response) => {
    if (/\/console\/(assets\/.*\.(js|css))?$/.test(new URL(response.url()).pathname)) bodies.push(response.body());
  });
  const started = performance.now();
  await usable(page);
  const ms = performance.now() - started;
  const bytes = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0);
  await page.context().close();
  return { ms, bytes };
}

async function usable(page: Page): Promise<void> {
  await page.goto("/console/");
  await page.getByRole("heading", { level: 2 }).first().waitFor();
}

async function scrolled(browser: Browser, origin: string, key: string) {
  const page = await signedIn(browser, origin, key);
  const response = await page.request.get("/applications");
  const [application] = ((await response.json()) as { items: { id: string }[] }).items;
  if (!application) throw new Error("The platform has no application yet: make one.");
  await serveRuns(page, 10_000);
  await page.goto(`/console/applications/${application.id}/runs`);
  await page.getByRole("row").nth(10).waitFor();
  return scrollToEnd(page);
}

/** A page of a browser that has fetched nothing yet, with the cookie of a session. */
async function signedIn(browser: Browser, origin: string, key: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: origin, viewport: { width: 1280, height: 800 } });
  const answer = await context.request.post("/session", {
    data: { key },
    headers: { "Sec-Fetch-Site": "same-origin" },
  });
  if (!answer.ok()) throw new Error(`The key is not accepted: ${await answer.text()}`);
  return context.newPage();
}
