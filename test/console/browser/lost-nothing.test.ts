import type { Page } from "playwright-core";
import { beforeAll, expect, inject, it } from "vitest";
import { call, closed, signedIn, soon } from "./browser.ts";

/** What was typed stays, whatever becomes of the way to the server. */

const files = "/applications/kept/files";
const source = "export const main = () => 1;\n";

beforeAll(async () => {
  await call("POST", "/applications", { name: "Kept" });
});

it("code that the server refuses is still there when the page is opened again", async () => {
  const page = await edited("refused");
  await typeInto(page, "refused", "const broken = ;\n");
  await page.getByRole("button", { name: "Not saved: 1 problem" }).waitFor();
  await page.reload();
  await codeOf(page, "refused").getByText("const broken = ;").waitFor();
  await page.getByRole("button", { name: "Not saved: 1 problem" }).click();
  await page.getByRole("dialog").getByText("refused.ts:2:16").waitFor();
  expect(await textOf("refused")).toBe(source);
  await closed(page);
});

it("code that is typed while the session ends is saved after the next sign-in, without being typed again", async () => {
  const page = await edited("expired");
  await beforeItIsSaved(page, "files/expired.ts", () => page.context().clearCookies());
  await typeInto(page, "expired", "// typed without a session\n");
  const dialog = page.getByRole("dialog", { name: "Your session has ended" });
  await dialog.getByLabel("Key").fill(inject("rootKey"));
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await dialog.waitFor({ state: "detached" });
  await expect.poll(() => textOf("expired"), soon).toBe(`${source}// typed without a session\n`);
  await codeOf(page, "expired").getByText("// typed without a session").waitFor();
  await closed(page);
});

it("code of a tab that was closed before it was saved is brought back and saved by the next one", async () => {
  const page = await edited("closed");
  await page.route("**/files/closed.ts*", (route) =>
    route.request().method() === "PUT" ? route.abort() : route.continue(),
  );
  await typeInto(page, "closed", "// typed last\n");
  await page.getByRole("button", { name: "Try now" }).waitFor();
  const next = await page.context().newPage();
  await page.close();
  expect(await textOf("closed")).toBe(source);
  await next.goto("/console/applications/kept/worklets/closed?block=main");
  await codeOf(next, "closed").getByText("// typed last").waitFor();
  await expect.poll(() => textOf("closed"), soon).toBe(`${source}// typed last\n`);
  await next.context().close();
});

it("a file that somebody else changed meanwhile is not overwritten, and the person decides which text stays", async () => {
  const page = await edited("disputed");
  await beforeItIsSaved(page, "files/disputed.ts", () => call("PUT", `${files}/disputed.ts`, `${source}// theirs\n`));
  await typeInto(page, "disputed", "// mine\n");
  const notice = page.getByRole("alert").filter({ hasText: "was changed elsewhere while you edited it" });
  await notice.waitFor();
  expect(await textOf("disputed")).toBe(`${source}// theirs\n`);
  await codeOf(page, "disputed").getByText("// mine").waitFor();
  await notice.getByRole("button", { name: "Keep mine (overwrite)" }).click();
  await expect.poll(() => textOf("disputed"), soon).toBe(`${source}// mine\n`);
  await closed(page);
});

it("a draft that somebody else changed meanwhile is not overwritten, and theirs can be taken", async () => {
  const page = await edited("drafted");
  const address = "/applications/kept/worklets/drafted/draft";
  const before = await call<{ graph: object; settings: object }>("GET", address);
  await beforeItIsSaved(page, "drafted/draft", () =>
    call("PUT", address, { ...before, settings: { ...before.settings, timeout_ms: 1234 } }),
  );
  await page.getByLabel("Id", { exact: true }).fill("renamed");
  await page.keyboard.press("Enter");
  const notice = page.getByRole("alert").filter({ hasText: "The draft was changed elsewhere" });
  await notice.waitFor();
  expect(await call("GET", address)).toMatchObject({ graph: before.graph, settings: { timeout_ms: 1234 } });
  await notice.getByRole("button", { name: "Take theirs" }).click();
  await page.getByRole("button", { name: /^Code block main,/ }).waitFor();
  await notice.waitFor({ state: "detached" });
  expect(await call("GET", address)).toMatchObject({ settings: { timeout_ms: 1234 } });
  await closed(page);
});

/** A worklet of one file, opened in the editor at that file. */
async function edited(name: string): Promise<Page> {
  await call("POST", "/applications/kept/worklets", {
    name,
    files: { [`${name}.ts`]: source },
    graph: { blocks: [{ id: "main", kind: "code", file: `${name}.ts`, function: "main" }] },
  });
  const page = await signedIn(`/console/applications/kept/worklets/${name}?block=main`);
  await codeOf(page, name).getByText("export const main").waitFor();
  return page;
}

function codeOf(page: Page, name: string) {
  return page.getByRole("textbox", { name: `Code of ${name}.ts` });
}

/** At the end of the file. */
async function typeInto(page: Page, name: string, text: string): Promise<void> {
  await codeOf(page, name).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText(text);
}

/** Does something when the page is about to save a text for the first time: before, it would read it, and begin with that. */
async function beforeItIsSaved(page: Page, address: string, happen: () => Promise<unknown>): Promise<void> {
  let hasHappened = false;
  await page.route(`**/${address}*`, async (route) => {
    if (route.request().method() === "PUT" && !hasHappened) {
      hasHappened = true;
      await happen();
    }
    await route.continue();
  });
}

/** As the server has it. */
async function textOf(name: string): Promise<string> {
  const response = await fetch(`${inject("origin")}${files}/${name}.ts`, {
    headers: { Authorization: `Api-Key ${inject("rootKey")}` },
  });
  return response.text();
}
