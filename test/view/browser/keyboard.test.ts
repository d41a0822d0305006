import type { FileChooser, Locator, Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { closed, focused, newPage, soon, tabTo, violationsOf } from "../../console/browser/browser.ts";
import { newApplication, place } from "./published.ts";

/** All fifteen kinds of component on one page, used by the keyboard alone. */

const sleeper = `export async function main() {
  await new Promise((resolve) => setTimeout(resolve, 60_000));
}
`;

const orders = [
  { id: "b", customer: "Ada", lines: { pens: 2 } },
  { id: "a", customer: "Grace", lines: { pens: 1 } },
];

const component = (id: string, kind: string, y: number, h: number, properties: object, more: object = {}) => ({
  id,
  kind,
  place: place(0, y, 12, h),
  properties: { label: label(id), ...properties },
  ...more,
});

const label = (id: string) => `The ${id}`;

const everyKind = {
  state: { sent: null },
  components: [
    { ...component("words", "text", 0, 1, {}), properties: { text: "Read [the documentation](/docs) first." } },
    component("typed", "text_input", 1, 2, {}),
    component("count", "number", 3, 2, { min: 0, max: 9 }),
    component("picked", "select", 5, 2, { options: ["red", "green", "blue"] }),
    component("several", "select", 7, 2, { options: ["one", "two", "three"], multiple: true }),
    component("ticked", "checkbox", 9, 1, {}),
    component("day", "date", 10, 2, {}),
    component("file", "file_upload", 12, 2, {}),
    component(
      "sending",
      "form",
      14,
      5,
      {},
      { events: { submit: [{ action: "set", target: "state.sent", value: "{{ event.values.note }}" }] } },
    ),
    component("note", "text_input", 0, 2, { required: true }, { parent: "sending" }),
    component("rows", "table", 19, 8, { data: orders, row_key: "id", searchable: false }),
    component("tree", "json_viewer", 27, 6, { data: "{{ rows.selected_row }}", open_levels: 1 }),
    component("picture", "chart", 33, 6, { data: [{ day: "Mon", runs: 3 }], type: "bar" }),
    component("figure", "metric", 39, 2, { value: 42 }),
    {
      ...component("opening", "button", 41, 1, { label: "Open the window" }),
      events: { click: [{ action: "open_modal", modal: "window" }] },
    },
    { ...component("window", "modal", 42, 4, {}), properties: { title: "The window" } },
    component("inside", "text_input", 0, 2, {}, { parent: "window" }),
    {
      ...component("starting", "button", 43, 1, { label: "Start" }),
      events: { click: [{ action: "run_call", call: "sleep" }] },
    },
    component("following", "progress", 44, 2, { call: "sleep" }),
    {
      ...component("summary", "json_viewer", 46, 8, { open_levels: 0 }),
      properties: {
        label: "Summary",
        data: "{{ [typed.value, count.value, picked.value, several.value, ticked.value, day.value, file.value?.name, state.sent, rows.selected, inside.value] }}",
        open_levels: 2,
      },
    },
  ],
  calls: { sleep: { worklet: "sleep", trigger: "event" } },
};

let address: string;

beforeAll(async () => {
  const application = await newApplication("keyboard");
  await application.worklet("sleep", sleeper, { settings: { run_as_background_task: true } });
  address = await application.view("kinds", everyKind);
});

it("every kind of component is reached in the order of the page and used by the keyboard alone", async () => {
  const page = await newPage();
  // From here on the browser asks nobody else which file is meant.
  const chosen = page.waitForEvent("filechooser", { timeout: 60_000 });
  await page.goto(address);
  const summary = page.getByRole("tree", { name: "Summary" }).getByRole("treeitem");
  await summary.first().waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await tabOn(page, page.getByRole("link", { name: "the documentation" }));
  await fillInputs(page, chosen);
  await sendForm(page);
  await chooseFromData(page);
  await openWindow(page);
  await cancelRun(page);
  await expect
    .poll(async () => (await summary.allTextContents()).slice(1), soon)
    .toEqual([
      '0: "Ada"',
      "1: 2",
      '2: "green"',
      "3: 2 items",
      '0: "two"',
      '1: "three"',
      "4: true",
      '5: "2026-03-03"',
      '6: "notes.txt"',
      '7: "sent"',
      '8: "b"',
      '9: "in it"',
    ]);
  await closed(page);
}, 180_000);

async function fillInputs(page: Page, chosen: Promise<FileChooser>): Promise<void> {
  const { keyboard } = page;
  await tabOn(page, page.getByLabel(label("typed")));
  await keyboard.type("Ada");
  await tabOn(page, page.getByRole("spinbutton", { name: label("count") }));
  await press(page, "ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown");
  await tabOn(page, page.getByLabel(label("picked")));
  // A second letter that comes late begins anew.
  await keyboard.press("g");
  const several = page.getByRole("combobox", { name: label("several"), exact: true });
  await tabOn(page, several);
  await press(page, "ArrowDown");
  await page.getByRole("listbox").waitFor();
  await press(page, "ArrowDown", "Enter", "ArrowDown", "Enter", "Escape");
  await focused(several);
  await tabOn(page, page.getByRole("checkbox", { name: label("ticked") }));
  await press(page, "Space");
  await tabOn(page, page.getByLabel(label("day"), { exact: true }));
  await keyboard.type("03032026");
  await tabOn(page, page.getByLabel(label("file"), { exact: true }));
  await press(page, "Enter");
  const chooser = await chosen;
  await chooser.setFiles({ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("notes") });
  await page.locator('[data-component="file"]').getByText("notes.txt").waitFor();
}

/** Empty first: the focus goes to what is wrong. */
async function sendForm(page: Page): Promise<void> {
  const note = page.getByRole("textbox", { name: label("note") });
  await tabOn(page, note);
  await tabOn(page, page.getByRole("button", { name: "Submit" }));
  await press(page, "Enter");
  await focused(note);
  await page.getByText("This is needed.").waitFor();
  await page.keyboard.type("sent");
  await press(page, "Enter");
}

/** The last row of the table, what is in it, and the numbers of the chart. */
async function chooseFromData(page: Page): Promise<void> {
  await tabOn(page, page.getByRole("button", { name: "customer" }));
  await press(page, "Enter", "Enter");
  await page.locator('th[aria-sort="descending"]').getByText("customer").waitFor();
  await tabOn(page, page.getByRole("row", { name: /Grace/ }));
  await press(page, "ArrowDown", "Enter");
  const tree = page.getByRole("tree", { name: label("tree") });
  await tabOn(page, tree.getByRole("treeitem").first());
  await press(page, "End", "ArrowRight");
  await tree.getByRole("treeitem", { name: "pens: 2" }).waitFor();
  await tabOn(page, page.locator("summary"));
  await press(page, "Enter");
  await page.getByRole("cell", { name: "3", exact: true }).waitFor();
}

async function openWindow(page: Page): Promise<void> {
  const open = page.getByRole("button", { name: "Open the window" });
  const dialog = page.getByRole("dialog", { name: "The window" });
  await tabOn(page, open);
  await press(page, "Enter");
  await focused(dialog.getByLabel(label("inside")));
  await page.keyboard.type("in it");
  expect(await violationsOf(page)).toEqual([]);
  await press(page, "Escape");
  await dialog.waitFor({ state: "detached" });
  await focused(open);
}

async function cancelRun(page: Page): Promise<void> {
  await tabOn(page, page.getByRole("button", { name: "Start" }));
  await press(page, "Enter");
  const cancel = page.getByRole("group", { name: label("following") }).getByRole("button", { name: "Cancel" });
  await tabOn(page, cancel);
  await press(page, "Enter");
  await cancel.waitFor({ state: "detached" });
}

/** From one to the next in the order of the page: a few Tabs lead there. */
const tabOn = (page: Page, locator: Locator) => tabTo(page, locator, 12);

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}
