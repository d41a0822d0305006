import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closed, newPage, origin, violationsOf } from "../../console/browser/browser.ts";
import { attackOn, hostileData, hostileDocument } from "./hostile-page.ts";
import { newApplication } from "./published.ts";

/** Texts that try to run script or to reach another server, wherever a page shows a text. */

/** What came to that other server. */
const reached: string[] = [];
const elsewhere = createServer((request, response) => {
  reached.push(request.url ?? "");
  response.end();
});

let address: string;
let attack: string;

beforeAll(async () => {
  await new Promise<void>((listening) => elsewhere.listen(0, "127.0.0.1", listening));
  attack = attackOn(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`);
  const application = await newApplication("hostile");
  await application.worklet("attack", `export const main = () => (${JSON.stringify(hostileData(attack))});\n`);
  address = await application.view("page", { name: attack.slice(0, 100), ...hostileDocument(attack) });
});

afterAll(() => {
  elsewhere.closeAllConnections();
  elsewhere.close();
});

it("an attack in any property, data value, address or file name runs nothing and fetches nothing", async () => {
  const page = await newPage();
  const strays: string[] = [];
  page.on("dialog", (dialog) => strays.push(`dialog: ${dialog.message()}`));
  page.on("popup", (popup) => strays.push(`window: ${popup.url()}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin() && !["data:", "blob:"].includes(url.protocol)) strays.push(`request: ${url}`);
  });
  await page.goto(`${address}?q=${encodeURIComponent(attack)}`);
  await page.locator('[data-component="given_table"]').getByText("globalThis.hacked").first().waitFor();
  await page.locator('[data-component="given_text"]').getByText("{{ globalThis.hacked = 1 }}").waitFor();
  const picture = { name: "<img src=x onerror=globalThis.hacked=1>.svg", mimeType: "image/svg+xml" };
  await page
    .getByLabel("Any file")
    .setInputFiles({ ...picture, buffer: Buffer.from(`<svg onload="globalThis.hacked=1"/>`) });
  await page.locator('[data-component="name"]').getByText("onerror").waitFor();

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Act", exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).not.toMatch(/[/\\:<>"|]/);
  const question = page.getByRole("alertdialog");
  await question.getByText("globalThis.hacked").first().waitFor();
  expect(await executableIn(page)).toEqual([]);
  await question.getByRole("button", { name: "Yes" }).click();
  // The notice goes by itself: it is looked for first.
  await page.getByLabel("Notices").getByText("refused: This did not work.").waitFor();
  await page.getByRole("dialog").getByText("globalThis.hacked").first().waitFor();

  expect(await executableIn(page)).toEqual([]);
  expect(await page.evaluate(() => "hacked" in globalThis)).toBe(false);
  expect(strays).toEqual([]);
  expect(reached).toEqual([]);
  await closed(page);
});

it.for([
  { colorScheme: "light", width: 1280 },
  { colorScheme: "dark", width: 360 },
] as const)(
  "a page of every kind is readable with such texts too, $colorScheme and $width pixels wide",
  async ({ colorScheme, width }) => {
    const page = await newPage({ colorScheme, viewport: { width, height: 800 } });
    await page.goto(address);
    await page.locator('[data-component="given_table"]').getByText("globalThis.hacked").first().waitFor();
    await page.locator('[data-component="given_select"]').getByText("globalThis.hacked").first().waitFor();
    expect(await violationsOf(page)).toEqual([]);
    expect(await sideways(page)).toBe(0);
    await closed(page);
  },
);

const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What in the page could run or lead astray, had a text become markup. */
function executableIn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const addresses = ["href", "src", "action", "formaction", "xlink:href", "srcdoc", "data"];
    const isSafe = (address: string) => /^(https?|mailto|tel|blob):$/.test(new URL(address, location.href).protocol);
    return [...document.body.querySelectorAll("*")].flatMap((element) => {
      const wrong = [...element.attributes].filter(
        ({ name, value }) => name.startsWith("on") || (addresses.includes(name) && !isSafe(value)),
      );
      const isForeign = ["SCRIPT", "IFRAME", "OBJECT", "EMBED", "STYLE", "BASE", "IMG"].includes(element.tagName);
      return wrong.length > 0 || isForeign ? [element.outerHTML.slice(0, 200)] : [];
    });
  });
}
