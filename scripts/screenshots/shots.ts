import type { Page } from "playwright-core";
import type { Places } from "./desk.ts";
import { viewShots } from "./view-shots.ts";

/** The pictures: where each is taken, how large the window is, and what is done there before. */

export type Shot = {
  name: string;
  size?: { width: number; height: number };
  path(places: Places): string;
  prepare?(page: Page): Promise<void>;
};

const inApplication = (path: string) => (places: Places) => `/console/applications/${places.application}${path}`;

const editor = (places: Places) => `/console/applications/${places.application}/worklets/${places.worklet}`;

export const shots: Shot[] = [
  { name: "applications", path: () => "/console" },
  { name: "overview", path: inApplication("") },
  {
    name: "editor",
    path: (places) => `${editor(places)}?block=english`,
    prepare: async (page) => {
      await page.getByText("Billing").first().waitFor();
    },
  },
  { name: "test", path: (places) => `${editor(places)}?block=language`, prepare: runTest },
  {
    name: "publish",
    path: editor,
    prepare: async (page) => {
      await page.getByRole("button", { name: "Publish" }).click();
      await page.getByRole("dialog").getByText("Modified").first().waitFor();
      await page.waitForLoadState("networkidle");
    },
  },
  {
    name: "settings",
    path: (places) => `/console/applications/${places.application}/worklets/nightly-report`,
    prepare: async (page) => {
      await page.getByRole("button", { name: "Settings" }).click();
      await page.getByRole("tab", { name: "Schedule" }).click();
      await page
        .getByText(/^Next runs/)
        .first()
        .waitFor();
    },
  },
  {
    name: "call",
    path: (places) => `${editor(places)}/call?environment=production`,
    prepare: async (page) => {
      await page.getByLabel("Text", { exact: true }).fill("Das Gerät startet nicht.");
      await page.getByLabel("Customer", { exact: true }).fill("Ada");
      await page.getByRole("button", { name: /^Run/ }).click();
      await page.getByText("Berlin").first().waitFor();
    },
  },
  { name: "runs", path: inApplication("/runs") },
  { name: "run", path: (places) => `${editor(places)}/runs/${places.failedRun}` },
  { name: "schedules", path: inApplication("/schedules") },
  { name: "secrets", path: inApplication("/secrets") },
  { name: "models", path: inApplication("/models") },
  { name: "keys", path: () => "/console/keys" },
  ...viewShots,
];

async function runTest(page: Page): Promise<void> {
  const test = page.getByRole("region", { name: "Test" });
  await test.getByLabel("Text").fill("Das Gerät startet nicht.");
  await test.getByLabel("Customer").fill("Ada");
  await page.keyboard.press("Shift+Control+Enter");
  await page.getByText("Your ticket is with Berlin.").first().waitFor();
}
