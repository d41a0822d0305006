import { expect, it } from "vitest";
import { call, closed, newPage, settled } from "./browser.ts";

it("an operator is shown what may be looked at and run, and no button that the server would refuse", async () => {
  await call("POST", "/applications", { name: "Operated" });
  await call("POST", "/applications/operated/worklets", { name: "Work" });
  await call("POST", "/applications/operated/worklets/work/schedules", { cron: "0 6 * * *", time_zone: "UTC" });
  await call("POST", "/applications/operated/secrets", { name: "TOKEN", value: "x".repeat(20) });
  const { key } = await call<{ key: string }>("POST", "/keys", { name: "operator", role: "operator" });
  const page = await newPage();
  const refused: string[] = [];
  page.on("response", (response) => {
    if (response.status() === 403) refused.push(response.url());
  });
  await page.goto("/console/");
  await page.getByLabel("Key").fill(key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: "Operated" }).waitFor();
  const editing = /^(New|Add|Create|Import|Publish|Delete|Rename|Replace|Undo|Redo|Save|Format)\b/;
  const place = "/console/applications/operated";
  for (const path of [
    "/console/",
    place,
    `${place}/schedules`,
    `${place}/models`,
    `${place}/settings`,
    `${place}/worklets/work?block=main`,
  ]) {
    await page.goto(path);
    await settled(page);
    await page.waitForLoadState("networkidle");
    expect(await page.getByRole("button", { name: editing }).allTextContents(), path).toEqual([]);
  }
  await page.getByRole("button", { name: /^Run to main/ }).click();
  await page.getByRole("region", { name: "Test" }).getByRole("status").getByText("Succeeded").waitFor();
  expect(refused).toEqual([]);
  await closed(page);
});
