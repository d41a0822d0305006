import type { Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { closed, newPage, soon } from "../../console/browser/browser.ts";
import { newApplication, place } from "./published.ts";

/** What views are made for: a button with an event handler, a table and a JSON viewer that follow what is typed and chosen. */

const source = `const names = ["Ada", "Alan", "Barbara", "Edsger", "Grace"];

export function main({ text, approved }: { text: string; approved: string[] }) {
  const found = names.filter((name) => name.toLowerCase().includes(text.toLowerCase()));
  return found.map((name) => ({ id: name.toLowerCase(), name, approved: approved.includes(name.toLowerCase()) }));
}
`;

const details = `export function main({ id }: { id: string }) {
  return { id, letters: { first: id[0], all: [...id] } };
}
`;

const decision = `export function main({ id, approved }: { id: string; approved: string[] }) {
  if (id === "edsger") throw Object.assign(new Error("Edsger says no."), { status: 409 });
  return { message: "Approved: " + id, approved: [...approved, id] };
}
`;

let address: string;

beforeAll(async () => {
  const application = await newApplication("cases");
  await Promise.all([
    application.worklet("find", source),
    application.worklet("details", details),
    application.worklet("approve", decision),
  ]);
  address = await application.view("customers", {
    query: { q: "" },
    state: { approved: [], last: "Nobody" },
    components: [
      {
        id: "search",
        kind: "text_input",
        place: place(0, 0, 6, 2),
        properties: { label: "Search", value: "{{ query.q }}" },
      },
      {
        id: "list",
        kind: "table",
        place: place(0, 2, 6, 8),
        properties: { label: "Customers", data: "{{ calls.find.data }}", row_key: "id", searchable: false },
      },
      {
        id: "detail",
        kind: "json_viewer",
        place: place(6, 2, 6, 6),
        properties: { label: "Chosen", data: "{{ calls.details.data }}", empty_text: "Choose a customer." },
      },
      {
        id: "approve",
        kind: "button",
        place: place(6, 8, 3, 1),
        properties: {
          label: "Approve",
          disabled: "{{ list.selected_row == null }}",
          loading: "{{ calls.approve.loading }}",
        },
        events: {
          click: [
            {
              action: "run_call",
              call: "approve",
              into: "state.last",
              on_success: [
                { action: "set", target: "state.approved", value: "{{ output.approved }}" },
                { action: "notify", message: "{{ output.message }}", tone: "success" },
              ],
              on_error: [{ action: "notify", message: "Not approved. {{ error }}", tone: "error" }],
            },
          ],
        },
      },
      {
        id: "last",
        kind: "text",
        place: place(9, 8, 3, 1),
        properties: { text: "{{ state.last.message ?? state.last }}" },
      },
    ],
    calls: {
      find: {
        worklet: "find",
        values: { text: { from: "{{ search.value }}" }, approved: { from: "{{ state.approved }}" } },
      },
      details: {
        worklet: "details",
        values: { id: { from: "{{ list.selected_row?.id }}" } },
        only_when: "{{ list.selected_row != null }}",
        debounce_ms: 0,
      },
      approve: {
        worklet: "approve",
        trigger: "event",
        overlap: "allow",
        values: { id: { from: "{{ list.selected_row.id }}" }, approved: { from: "{{ state.approved }}" } },
      },
    },
  });
});

it("a table runs its worklet again when an input changes, and keeps the rows it has until then", async () => {
  const page = await opened();
  const rows = rowsOf(page);
  await expect.poll(() => rows.count(), soon).toBe(5);
  await page.getByLabel("Search").pressSequentially("ar");
  await expect.poll(() => rows.allInnerTexts(), soon).toEqual([expect.stringContaining("Barbara")]);
  await page.getByLabel("Search").fill("nobody");
  await page.getByText("Nothing here").waitFor();
  await page.getByLabel("Search").fill("");
  await expect.poll(() => rows.count(), soon).toBe(5);
  await closed(page);
});

it("a JSON viewer runs its worklet for the row that is chosen, and lets go with the choice", async () => {
  const page = await opened();
  const viewer = page.locator('[data-component="detail"]');
  await viewer.getByText("Choose a customer.").waitFor();
  await rowsOf(page).filter({ hasText: "Grace" }).click();
  await viewer.getByRole("treeitem", { name: 'id: "grace"' }).waitFor();
  await viewer.getByRole("treeitem", { name: /^all: / }).click();
  await viewer.getByRole("treeitem", { name: '4: "e"' }).waitFor();
  await rowsOf(page).filter({ hasText: "Alan" }).click();
  await viewer.getByRole("treeitem", { name: 'id: "alan"' }).waitFor();
  await rowsOf(page).filter({ hasText: "Alan" }).click();
  await viewer.getByText("Choose a customer.").waitFor();
  await closed(page);
});

it("a button runs its worklet, shows what it answers and does what follows, also when it fails", async () => {
  const page = await opened();
  const approve = page.getByRole("button", { name: "Approve", exact: true });
  const last = page.locator('[data-component="last"]');
  await last.getByText("Nobody").waitFor();
  expect(await approve.isDisabled()).toBe(true);
  const ada = rowsOf(page).filter({ hasText: "Ada" });
  await ada.click();
  await approve.click();
  // The notice goes by itself: it is looked for first.
  await page.getByLabel("Notices").getByText("Approved: ada").waitFor();
  await last.getByText("Approved: ada").waitFor();
  await ada.getByText("Yes").waitFor();
  expect(await ada.getAttribute("aria-selected")).toBe("true");

  await rowsOf(page).filter({ hasText: "Edsger" }).click();
  await approve.click();
  await page.getByLabel("Notices").getByText("Not approved. Edsger says no.").waitFor();
  await last.getByText("Approved: ada").waitFor();
  await closed(page);
});

async function opened(): Promise<Page> {
  const page = await newPage();
  await page.goto(address);
  return page;
}

const rowsOf = (page: Page) => page.getByRole("grid", { name: "Customers" }).locator("tbody").getByRole("row");
