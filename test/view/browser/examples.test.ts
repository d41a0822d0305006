import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { closed, newPage, signedIn, soon, violationsOf } from "../../console/browser/browser.ts";

/** The views of the examples do what their READMEs say. */

it("the order desk finds orders, shows the chosen one, and decides about it", async () => {
  const page = await signedIn("/v/order-desk/desk");
  await page.getByText(/of 240 rows/).waitFor();
  await choose(page, "Status", "Open");
  await metric(page, "open", "40");
  await page.getByLabel("Search").pressSequentially("A-1239");
  await expect.poll(() => rowsOf(page, "Orders").count(), soon).toBe(1);
  await expect.poll(() => new URL(page.url()).search, soon).toBe("?q=A-1239");
  expect(await violationsOf(page)).toEqual([]);

  const row = rowsOf(page, "Orders").first();
  await row.click();
  const detail = page.getByRole("group", { name: "The chosen order" });
  await detail.getByRole("treeitem", { name: 'id: "A-1239"' }).waitFor();
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  await page.getByLabel("Notices").getByText("A-1239 of Katherine is approved.").waitFor();
  await page.getByText("No order is like that.").waitFor();
  await choose(page, "Status", "Approved");
  await row.getByText("approved").waitFor();
  expect(await page.getByRole("button", { name: "Approve", exact: true }).isDisabled()).toBe(true);

  await choose(page, "Status", "Open");
  await page.getByLabel("Search").fill("A-1238");
  await row.getByText("A-1238").click();
  await page.getByRole("button", { name: "Refuse", exact: true }).click();
  const question = page.getByRole("alertdialog");
  await question.getByText("Refuse the order A-1238").waitFor();
  await question.getByRole("button", { name: "Cancel" }).click();
  await question.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Refuse", exact: true }).click();
  await question.getByRole("button", { name: "Yes" }).click();
  await page.getByLabel("Notices").getByText("A-1238").waitFor();
  await page.getByText("No order is like that.").waitFor();
  await closed(page);
});

it("the order desk audits a month in the background, also while its page is loaded again", async () => {
  const page = await signedIn("/v/order-desk/desk");
  await audit(page, "2026-03");
  const window = page.getByRole("dialog", { name: "Audit a month" });
  // It takes three seconds, and a machine that is busy may need as long to load the page again.
  await window.getByText(/of 63 done|^Done$/).waitFor();
  await page.reload();
  await page.getByRole("button", { name: "Audit a month" }).click();
  await window.getByText("Done", { exact: true }).waitFor();
  await rowsOf(page, "Findings").getByText("needs a second pair of eyes").first().waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await closed(page);
});

it("the language of a text is found while it is typed, by anybody", async () => {
  const page = await newPage();
  await page.goto("/v/language/detect");
  await page.getByText("Nothing typed yet.").waitFor();
  await page.getByLabel("Text").pressSequentially("Wie spät ist es in Lissabon?", { delay: 10 });
  await metric(page, "language", "deu");
  await metric(page, "certainty", /^9\d%$/);
  await page.getByRole("img", { name: /^The likeliest languages: Bar chart of confidence by language/ }).waitFor();
  await page.getByLabel("Text").fill("¿Dónde está la biblioteca municipal?");
  await metric(page, "language", "spa");
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel("Text").fill(" ");
  await page.getByText("Nothing typed yet.").waitFor();
  await closed(page);
});

const rowsOf = (page: Page, name: string) =>
  page.getByRole("grid", { name }).or(page.getByRole("table", { name })).locator("tbody").getByRole("row");

const choose = (page: Page, label: string, option: string) =>
  page.getByLabel(label, { exact: true }).selectOption(option);

const metric = (page: Page, id: string, text: string | RegExp) =>
  page.locator(`[data-component="${id}"]`).getByText(text).first().waitFor();

async function audit(page: Page, month: string): Promise<void> {
  await page.getByRole("button", { name: "Audit a month" }).click();
  await page.getByRole("dialog", { name: "Audit a month" }).getByRole("combobox").selectOption(month);
  await page.getByRole("button", { name: "Check every order" }).click();
}
