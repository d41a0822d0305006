import type { Page } from "playwright-core";
import type { Shot } from "./shots.ts";
import { language, orderDesk } from "./views.ts";

/** The pictures of published views, and of the builder that makes them. */

const wide = { width: 1280, height: 800 };
const phone = { width: 360, height: 740 };

const desk = () => `/v/${orderDesk}/desk`;
const builder = (application: string, view: string) => () => `/console/applications/${application}/views/${view}`;

export const viewShots: Shot[] = [
  { name: "view-order-desk", size: wide, path: desk, prepare: chooseOrder },
  {
    name: "view-audit",
    size: wide,
    path: desk,
    prepare: async (page) => {
      await page.getByRole("button", { name: "Audit a month" }).click();
      const window = page.getByRole("dialog", { name: "Audit a month" });
      await window.getByRole("combobox").selectOption("2026-03");
      await window.getByRole("button", { name: "Check every order" }).click();
      await window.getByText(/[2-4]\d of 63 done/).waitFor();
    },
  },
  {
    name: "view-language",
    size: { width: 1280, height: 660 },
    path: () => `/v/${language}/detect`,
    prepare: async (page) => {
      await page.getByLabel("Text").pressSequentially("Wie spät ist es gerade in Lissabon?", { delay: 20 });
      await page.locator('[data-component="language"]').getByText("deu").waitFor();
      await drawn(page);
    },
  },
  { name: "view-phone", size: phone, path: desk, prepare: chooseOrder },
  {
    name: "builder",
    path: builder(orderDesk, "desk"),
    prepare: async (page) => {
      await page.getByText("Worth").first().waitFor();
      await page.locator('[data-box="worth"]').click();
      await page.getByRole("heading", { name: "Metric" }).waitFor();
      await drawn(page);
    },
  },
  {
    name: "builder-publish",
    path: builder(language, "detect"),
    prepare: async (page) => {
      await page.getByRole("button", { name: "Publish" }).click();
      const window = page.getByRole("dialog", { name: "Publish" });
      await window.getByText(/^Anyone with the link can run/).waitFor();
      await page.waitForLoadState("networkidle");
    },
  },
];

async function chooseOrder(page: Page): Promise<void> {
  const row = page.getByRole("grid", { name: "Orders" }).getByRole("row", { selected: false }).nth(3);
  await row.click();
  await page.getByRole("group", { name: "The chosen order" }).getByRole("treeitem").first().waitFor();
  await drawn(page);
  await page.mouse.move(0, 0);
}

/** The library of charts comes when there is something to draw, and gives the canvas its size then. */
async function drawn(page: Page): Promise<void> {
  await page.locator("canvas[style*=width]").first().waitFor();
  await page.waitForTimeout(300);
}
