import { expect, it } from "vitest";
import { call, closed, signedIn } from "./browser.ts";
import { scrollToEnd, serveRuns } from "./many-runs.ts";

it("10,000 runs are scrolled from end to end: each is shown, and fewer than 200 rows are ever in the page", async () => {
  await call("POST", "/applications", { name: "Many runs" });
  const page = await signedIn("/console/", { viewport: { width: 660, height: 2400 } });
  await serveRuns(page, 10_000);
  await page.goto("/console/applications/many-runs/runs");
  await page.getByRole("row").nth(20).waitFor();
  const { runs, mostRows, isDoubled } = await scrollToEnd(page);
  expect(runs).toBe(10_000);
  expect(mostRows).toBeLessThan(200);
  expect(isDoubled).toBe(false);
  await page.getByText("That is all: 10000 runs.").waitFor();
  await closed(page);
}, 300_000);
