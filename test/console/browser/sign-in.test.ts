import { expect, inject, it } from "vitest";
import { closed, newPage, signedIn, violationsOf } from "./browser.ts";

it("somebody without a session is asked for a key, and a wrong one is refused in words", async () => {
  const page = await newPage();
  await page.goto("/console/");
  await page.getByLabel("Key").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel("Key").fill("wk_wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").getByText("The key is not valid").waitFor();
  expect(await page.getByLabel("Key").inputValue()).toBe("wk_wrong");
  await page.getByLabel("Key").fill(inject("rootKey"));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Applications" }).waitFor();
  const cookies = await page.context().cookies();
  expect(cookies).toMatchObject([{ name: "__Host-worklets", httpOnly: true, secure: true, sameSite: "Lax" }]);
  await closed(page);
});

it("a session that ends while something is typed is renewed over the page", async () => {
  const page = await signedIn("/console/");
  await page.getByRole("button", { name: "New application" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Typed before the session ended");
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Create" }).click();
  const dialog = page.getByRole("dialog", { name: "Your session has ended" });
  await dialog.getByLabel("Key").fill(inject("rootKey"));
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await dialog.waitFor({ state: "detached" });
  expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Typed before the session ended");
  await page.getByRole("button", { name: "Create" }).click();
  await page.waitForURL("**/console/applications/typed-before-the-session-ended");
  await closed(page);
});
