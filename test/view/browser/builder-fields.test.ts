import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { call, closed, focused, newPage, signedIn, soon, violationsOf } from "../../console/browser/browser.ts";
import { newApplication, place } from "./published.ts";

/** Fields of the builder's settings: what is typed and cannot be taken, and what a new call declares by itself. */

const settings = (page: Page) => page.getByRole("region", { name: "Settings" });
const editor = (page: Page, name: string) => settings(page).getByRole("textbox", { name, exact: true });

it("unfinished JSON is told wherever saving and publishing are, leads back to its field, and is kept over a reload", async () => {
  await newApplication("unfinished");
  const table = { id: "list", kind: "table", place: place(0, 0, 6, 6), properties: { columns: ["name"] } };
  const text = { id: "note", kind: "text", place: place(6, 0, 6, 2), properties: { text: "Hello" } };
  await call("POST", "/applications/unfinished/views", { name: "Desk", id: "desk", components: [table, text] });
  const page = await signedIn("/console/applications/unfinished/views/desk");
  await page.locator('[data-box="list"]').focus();
  await page.keyboard.press("Enter");
  await editor(page, "Columns").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText('["name", ');
  const status = page.getByRole("button", { name: "Saved without 1 field" });
  await status.waitFor();
  await settings(page).getByText("It is kept here and not taken").waitFor();
  expect(await violationsOf(page)).toEqual([]);

  await page.locator('[data-box="note"]').focus();
  await page.getByRole("button", { name: "Show the problems" }).click();
  const line = page.getByRole("region", { name: "Problems" }).getByRole("button", { name: /Not taken list\.columns/ });
  await line.waitFor();
  await page.keyboard.press("Control+Shift+KeyS");
  const dialog = page.getByRole("dialog", { name: "Publish" });
  await dialog.getByRole("button", { name: "Publish without it" }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await dialog.getByRole("button", { name: "list.columns" }).click();
  await expect.poll(() => editor(page, "Columns").innerText(), soon).toBe('["name", ');

  await page.reload();
  await status.click();
  await expect.poll(() => editor(page, "Columns").innerText(), soon).toBe('["name", ');
  await settings(page).getByRole("button", { name: "Discard what is typed as Columns" }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
  await line.waitFor({ state: "detached" });
  await closed(page);
});

it("a new call declares what its worklet takes, and runs as soon as the rest is said", async () => {
  const application = await newApplication("declaring");
  const source = "export const main = ({ text, limit }: any) => Array(limit).fill({ name: text });";
  await application.worklet("people", source, {
    input_schema: {
      type: "object",
      required: ["text"],
      properties: { limit: { type: "integer", default: 2 }, city: { type: "string" }, text: { type: "string" } },
    },
  });
  const table = { id: "list", kind: "table", place: place(0, 0, 6, 6) };
  await call("POST", "/applications/declaring/views", { name: "Desk", id: "desk", components: [table] });
  const page = await signedIn("/console/applications/declaring/views/desk");
  await page.locator('[data-box="list"]').focus();
  await page.keyboard.press("Enter");
  await settings(page).getByRole("button", { name: "Fill it from a worklet" }).click();
  await page.getByRole("menuitem", { name: /people/ }).click();
  const names = settings(page).getByLabel(/^Name of value/);
  await expect
    .poll(() => names.evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value)), soon)
    .toEqual(["text", "limit"]);
  await settings(page).getByRole("button", { name: "city", exact: true }).waitFor();
  await settings(page).getByText("It does not run before all values say where they come from.").waitFor();
  await focused(editor(page, "From, of text"));
  await page.keyboard.insertText("Ada");
  await expect.poll(() => page.locator("tbody tr").allInnerTexts(), soon).toEqual(["Ada", "Ada"]);
  await expect.poll(() => application.runs("people"), soon).toHaveLength(1);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: /^Undo/ }).click();
  await page.getByRole("button", { name: /^Undo: Show people in list/ }).click();
  await expect.poll(() => page.getByRole("button", { name: "Undo", exact: true }).isDisabled(), soon).toBe(true);
  await closed(page);
});

it("a table of plain values has a column of them, and one whose columns are not fit says which", async () => {
  const application = await newApplication("plain-rows");
  const components = [
    { id: "plain", kind: "table", place: place(0, 0, 6, 6), properties: { data: [3, null, "two"] } },
    { id: "unfit", kind: "table", place: place(6, 0, 6, 6), properties: { data: [{ name: "Ada" }], columns: [7] } },
  ];
  const page = await newPage();
  await page.goto(await application.view("rows", { components }));
  await page.getByRole("columnheader", { name: "value" }).waitFor();
  expect(await page.locator("tbody tr").allInnerTexts()).toEqual(["3", expect.stringContaining("empty"), "two"]);
  await page.getByRole("alert").getByText("Column 1 of `columns` is 7. A column is the name of a member").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await closed(page);
});
