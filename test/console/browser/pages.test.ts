import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call, closed, newPage, settled, signedIn, soon, violationsOf } from "./browser.ts";

/** Every page and the windows that matter: in light and dark, on a wide and on a narrow screen. */

const place = "/console/applications/pages";
const worklet = `${place}/worklets/desk`;
const api = "/applications/pages/worklets/desk";
let failedRun = "";
let page: Page;

beforeAll(async () => {
  await call("POST", "/applications", { name: `Pages ${"with a long name ".repeat(8)}`, id: "pages" });
  await call("POST", "/applications/pages/secrets", { name: "DESK_TOKEN", value: "not to be shown" });
  await call("POST", "/applications/pages/models", {
    name: "language",
    config: { kind: "builtin", builtin: "language" },
  });
  await call("POST", "/applications/pages/worklets", {
    name: "Desk",
    files: {
      "desk.ts":
        'export function main(input: { text: string }) {\n  console.log("read");\n  return input.text.trim();\n}\n',
    },
    graph: {
      blocks: [
        { id: "read", kind: "code", file: "desk.ts", function: "main", next: ["route"] },
        {
          id: "route",
          kind: "decision",
          branches: [{ when: "{{ input == 'a' }}", next: ["ask"] }],
          otherwise: ["tell"],
        },
        { id: "ask", kind: "model", model: "language", input: "{{ {text: input} }}", next: [] },
        { id: "tell", kind: "http", method: "GET", url: "https://desk.example/", next: [] },
      ],
    },
    input_schema: { type: "object", required: ["text"], properties: { text: { type: "string", title: "Text" } } },
  });
  await call("POST", `${api}/schedules`, {
    cron: "0 6 * * 1-5",
    time_zone: "Europe/Berlin",
    worklet_input: { text: "a" },
  });
  const { worklet_run_id: failed } = await call("POST", `${api}/invoke`, { worklet_input: { text: "b" }, async: true });
  await call("POST", `${api}/invoke`, { worklet_input: { text: "a" } });
  await call("GET", `${api}/${failed}?wait=20`);
  failedRun = String(failed);
  const draft = await call("GET", `${api}/draft`);
  await call("PUT", `${api}/draft`, { ...draft, output_schema: { type: "string" } });
  await makeViews();
  page = await signedIn("/console/");
}, 180_000);

afterAll(() => closed(page));

describe.each([
  ["applications", () => "/console/"],
  ["overview", () => place],
  ["runs", () => `${place}/runs`],
  ["run", () => `${worklet}/runs/${failedRun}`],
  ["schedules", () => `${place}/schedules`],
  ["secrets", () => `${place}/secrets`],
  ["models", () => `${place}/models`],
  ["views", () => `${place}/views`],
  ["settings", () => `${place}/settings`],
  ["keys", () => "/console/keys"],
  ["editor", () => `${worklet}?block=read`],
  ["live version", () => `${worklet}?environment=production`],
  ["call", () => `${worklet}/call`],
  ["not found", () => "/console/nowhere"],
])("the page %s", (_, address) => {
  it("has a title, is accessible in light and dark, and fits on a narrow screen", async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(address());
    await judge(page);
  });
});

it("the page for signing in is accessible in light and dark, and fits on a narrow screen", async () => {
  const stranger = await newPage();
  await stranger.goto(worklet);
  await judge(stranger);
  await closed(stranger);
});

it.each<[string, () => string, (page: Page) => Promise<void>]>([
  ["New application", () => "/console/", (page) => page.keyboard.press("n")],
  ["Keys of the keyboard", () => `${worklet}?block=read`, (page) => page.keyboard.press("?")],
  ["Go to or do anything", () => worklet, (page) => page.keyboard.press("Control+k")],
  ["New view", () => `${place}/views`, (page) => page.keyboard.press("a")],
  ["Rename the view", () => `${place}/views`, chosenOf("Rename…")],
  ["Delete Waiting?", () => `${place}/views`, chosenOf("Delete…")],
  ["Publish", () => worklet, (page) => page.keyboard.press("Control+Shift+KeyS")],
  ["Versions", () => worklet, (page) => page.getByRole("button", { name: "Versions" }).click()],
  ["Settings of Desk", () => worklet, (page) => page.getByRole("button", { name: "Settings" }).click()],
])("the window %s is accessible in light and dark, and fits on a narrow screen", async (name, address, open) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(address());
  await settled(page);
  await open(page);
  const window = page.getByRole("dialog", { name }).or(page.getByRole("alertdialog", { name }));
  await window.waitFor();
  await judge(page);
  await page.keyboard.press("Escape");
  await window.waitFor({ state: "detached" });
});

/** A view for anyone that is published and was changed since, and one that is not published. */
async function makeViews(): Promise<void> {
  const views = "/applications/pages/views";
  await call("POST", views, {
    name: `Live ${"with a long name ".repeat(8)}`,
    id: "live",
    calls: { ask: { worklet: "desk" } },
    access: "link",
  });
  await call("POST", `${views}/live/publish`);
  const draft = await call("GET", `${views}/live/draft`);
  await call("PUT", `${views}/live/draft`, { ...draft, access: "private" });
  await call("POST", views, { name: "Waiting" });
}

/** Opens the menu of a view and chooses an item. */
function chosenOf(item: string): (page: Page) => Promise<void> {
  return async (page) => {
    await page.getByRole("button", { name: "More about Waiting" }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
}

/** Light on a wide screen, dark on a narrow one: each colour and each layout is seen once. */
async function judge(shown: Page): Promise<void> {
  await settled(shown);
  expect(await violationsOf(shown)).toEqual([]);
  await shown.emulateMedia({ colorScheme: "dark" });
  await shown.setViewportSize({ width: 360, height: 740 });
  await settled(shown);
  // Code takes on the other colours a moment after the page.
  await expect.poll(() => violationsOf(shown), soon).toEqual([]);
  expect(await shown.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
}
