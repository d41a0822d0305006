import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { call, closed, focused, newPage, signedIn, soon, tabTo, violationsOf } from "../../console/browser/browser.ts";
import { newApplication } from "./published.ts";

/** A page is built in the console, from nothing to its published address. */

const people = `const all = ["Ada", "Grace", "Edsger", "Barbara"];
export function main(input: { q: string }) {
  const q = input.q.toLowerCase();
  return all.filter((name) => name.toLowerCase().includes(q)).map((name) => ({ name }));
}
`;

it("a view is built by the keyboard, looked at, published and used", async () => {
  const application = await newApplication("built");
  await application.worklet("people", people);
  const page = await signedIn("/console/applications/built/views");
  const { keyboard } = page;

  await page.getByRole("button", { name: "New view" }).waitFor();
  await keyboard.press("a");
  await focused(page.getByRole("dialog").getByLabel("Name", { exact: true }));
  await keyboard.type("Who is who");
  await keyboard.press("Enter");
  await page.getByText("An empty page").waitFor();

  await add(page, "text input");
  await focused(boxOf(page, "input1"));
  await add(page, "table");
  await focused(boxOf(page, "table1"));
  await keyboard.press("Enter");
  await focused(settings(page).getByLabel("Id", { exact: true }));
  await pressOn(page, settings(page).getByRole("button", { name: "Fill it from a worklet" }));
  await focused(page.getByRole("menuitem", { name: /people/ }));
  await keyboard.press("Enter");
  await focused(settings(page).getByRole("textbox", { name: "Data", exact: true }));
  await pressOn(page, settings(page).getByRole("button", { name: "Settings of the call people" }));
  await focused(settings(page).getByRole("button", { name: /^people/ }));
  await pressOn(page, settings(page).getByRole("button", { name: "Add value" }));
  await focused(settings(page).getByLabel("Name of value value1"));
  await keyboard.type("q");
  await keyboard.press("Enter");
  await tabTo(page, settings(page).getByRole("textbox", { name: "From, of q" }));
  await keyboard.insertText("{{ input1.value }}");
  await expect.poll(() => rowsOf(page).count(), soon).toBe(4);
  expect(await violationsOf(page)).toEqual([]);

  await undoAndRedo(page);
  await boxOf(page, "input1").focus();
  await keyboard.press("Enter");
  await focused(settings(page).getByLabel("Id", { exact: true }));
  await keyboard.press("Control+a");
  await keyboard.type("who");
  await keyboard.press("Enter");
  await boxOf(page, "who").waitFor();

  await problemLeadsToItsField(page);

  await page.getByText("Preview", { exact: true }).click();
  await page.getByRole("textbox", { name: "who" }).fill("gr");
  await expect.poll(() => rowsOf(page).allInnerTexts(), soon).toEqual(["Grace"]);
  await keyboard.press("Control+s");
  await page.getByText("Saved", { exact: true }).waitFor();
  const { calls } = await call<{ calls: object }>("GET", "/applications/built/views/who-is-who/draft");
  expect(calls).toMatchObject({ people: { worklet: "people", values: { q: { from: "{{ who.value }}" } } } });
  await publishForAnyone(page);
  await closed(page);

  const visitor = await newPage();
  await visitor.goto("/v/built/who-is-who");
  await visitor.getByRole("textbox", { name: "who" }).fill("ba");
  await expect.poll(() => rowsOf(visitor).allInnerTexts(), soon).toEqual(["Barbara"]);
  await closed(visitor);

  const narrow = await signedIn("/console/applications/built/views/who-is-who", {
    viewport: { width: 360, height: 740 },
    colorScheme: "dark",
  });
  await boxOf(narrow, "table1").waitFor();
  expect(await violationsOf(narrow)).toEqual([]);
  await narrow.getByRole("tab", { name: "Settings" }).click();
  await narrow.getByText("Choose a component to see its properties.").waitFor();
  expect(await violationsOf(narrow)).toEqual([]);
  expect(await narrow.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await closed(narrow);
}, 180_000);

const boxOf = (page: Page, id: string) => page.locator(`[data-box="${id}"]`);
const settings = (page: Page) => page.getByRole("region", { name: "Settings" });
/** Also where they are drawn and cannot be used: on the canvas. */
const rowsOf = (page: Page) => page.locator("tbody tr");

/** By the key for it, the search and Enter. */
async function add(page: Page, kind: string): Promise<void> {
  await page.keyboard.press("a");
  await focused(page.getByRole("searchbox", { name: "Find a component" }));
  await page.keyboard.type(kind);
  await page.keyboard.press("Enter");
}

async function undoAndRedo(page: Page): Promise<void> {
  await boxOf(page, "table1").focus();
  await page.keyboard.press("Delete");
  await boxOf(page, "table1").waitFor({ state: "detached" });
  await focused(boxOf(page, "input1"));
  await page.keyboard.press("Control+z");
  await focused(boxOf(page, "table1"));
  await expect.poll(() => rowsOf(page).count(), soon).toBe(4);
  await page.keyboard.press("Control+Shift+z");
  await boxOf(page, "table1").waitFor({ state: "detached" });
  await page.keyboard.press("Control+z");
  await boxOf(page, "table1").waitFor();
}

/** An expression that names nothing keeps the draft from being saved; the line about it leads to where it stands. */
async function problemLeadsToItsField(page: Page): Promise<void> {
  const { keyboard } = page;
  const label = settings(page).getByRole("textbox", { name: "Label", exact: true });
  await tabTo(page, label);
  await keyboard.insertText("{{ nobody.value }}");
  await page.getByRole("button", { name: "Show the problems" }).click();
  const line = page.getByRole("region", { name: "Problems" }).getByRole("button", { name: /nobody/ });
  await line.first().waitFor();
  await boxOf(page, "table1").focus();
  await line.first().click();
  await focused(label);
  await keyboard.press("Control+a");
  await keyboard.press("Delete");
  await line.first().waitFor({ state: "detached" });
}

/** The notice says what anyone could run then. */
async function publishForAnyone(page: Page): Promise<void> {
  await page.getByText("Edit", { exact: true }).click();
  await boxOf(page, "who").focus();
  await page.keyboard.press("Escape");
  await settings(page).getByText("Anyone with the link").click();
  await page.keyboard.press("Control+Shift+KeyS");
  const dialog = page.getByRole("dialog", { name: "Publish" });
  await dialog.getByText("people").first().waitFor();
  await focused(dialog.getByRole("button", { name: "Publish" }));
  await page.keyboard.press("Enter");
  await page.getByText("Version 1 is live").waitFor();
  await page.getByText("/v/built/who-is-who").first().waitFor();
}

async function pressOn(page: Page, button: Locator): Promise<void> {
  await tabTo(page, button);
  await page.keyboard.press("Enter");
}
