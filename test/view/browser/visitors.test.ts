import type { Page } from "playwright-core";
import { beforeAll, expect, inject, it } from "vitest";
import { call, closed, newPage, signedIn, soon, violationsOf } from "../../console/browser/browser.ts";
import { type Application, echoing, newApplication } from "./published.ts";

/** Who may use a published view and how far that goes, as a person and as somebody who writes requests of their own. */

let application: Application;

beforeAll(async () => {
  application = await newApplication("public");
  await application.worklet("echo", "export const main = (input: unknown) => input;\n");
});

it("a view with the access link is used by somebody who has neither a key nor a cookie", async () => {
  const address = await application.view("open", echoing("echo", { query: "hello" }));
  const page = await newPage();
  const sent: string[] = [];
  page.on("request", (request) => {
    const { authorization } = request.headers();
    if (authorization !== undefined) sent.push(authorization);
  });
  await page.goto(`${address}?q=first`);
  await answer(page, "first");
  expect(await page.title()).toBe("open");
  await page.getByLabel("Word").fill("second");
  await answer(page, "second");
  expect(await page.context().cookies()).toEqual([]);
  expect(sent.length).toBeGreaterThan(0);
  expect(sent.filter((authorization) => !authorization.startsWith("View "))).toEqual([]);
  const ofStranger = { trigger: "view", created_by: "view open", status: "SUCCEEDED" };
  await expect.poll(() => application.runs("echo"), soon).toMatchObject([ofStranger, ofStranger]);
  await closed(page);
});

it("a private view asks for the sign-in, which leads back to it with its parameters", async () => {
  const address = await application.view("hidden", { ...echoing("echo"), access: "private" });
  const page = await newPage();
  await page.goto(`${address}?q=kept`);
  await page.getByLabel("Key").fill(inject("rootKey"));
  expect(new URL(page.url()).pathname).toBe("/console/sign-in");
  await page.getByRole("button", { name: "Sign in" }).click();
  await answer(page, "kept");
  expect(page.url()).toBe(`${inject("origin")}${address}?q=kept`);

  // The session ends while the page is open.
  await page.context().clearCookies();
  await page.getByLabel("Word").fill("typed without a session");
  const link = page.getByLabel("Notices").getByRole("link", { name: "Sign in" });
  const [other] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
  await other.getByLabel("Key").fill(inject("rootKey"));
  await other.getByRole("button", { name: "Sign in" }).click();
  await other.getByRole("heading", { name: "Applications" }).waitFor();
  await other.close();
  expect(await page.getByLabel("Word").inputValue()).toBe("typed without a session");
  await page.getByRole("button", { name: "Try again" }).click();
  await answer(page, "typed without a session");
  await closed(page);
});

it("a view that is not published is told in words to who is signed in, and looks to a stranger like a private one", async () => {
  await call("POST", "/applications/public/views", { name: "Later", id: "later" });
  const page = await signedIn("/v/public/later");
  await page.getByRole("heading", { name: "There is no view here" }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await closed(page);
  const stranger = await newPage();
  await stranger.goto("/v/public/later");
  await stranger.getByLabel("Key").waitFor();
  await closed(stranger);
});

it("a page goes on by itself after its view was published anew, and what was typed stays", async () => {
  const address = await application.view("moving", echoing("echo"));
  const page = await newPage();
  await page.goto(address);
  await page.getByLabel("Word").fill("before");
  await answer(page, "before");
  await application.publish("moving", echoing("echo", { answer: "Now: {{ calls.find.data?.text }}" }));
  await page.getByLabel("Word").fill("typed meanwhile");
  // The notice goes by itself: it is looked for first.
  await page.getByLabel("Notices").getByText("published anew").waitFor();
  await answer(page, "Now: typed meanwhile");
  expect(await page.getByLabel("Word").inputValue()).toBe("typed meanwhile");
  await closed(page);
});

it("a token that is not taken any more is renewed, and nobody notices", async () => {
  const address = await application.view("renewed", echoing("echo", { query: "before" }));
  const page = await newPage();
  await page.goto(address);
  await answer(page, "before");
  const statuses: number[] = [];
  page.on("response", (response) => {
    if (response.url().includes("/calls/")) statuses.push(response.status());
  });
  await page.route(
    "**/calls/find",
    (route) => route.continue({ headers: { ...route.request().headers(), authorization: "View v1.over" } }),
    {
      times: 1,
    },
  );
  await page.getByLabel("Word").fill("said once");
  await answer(page, "said once");
  await expect.poll(() => statuses, soon).toEqual([401, 200]);
  expect(await page.getByLabel("Notices").textContent()).toBe("");
  await closed(page);
});

it("requests that a page would not send are refused: other calls, more values, others' runs, older versions, other views", async () => {
  const schema = { type: "string", maxLength: 5 };
  const document = {
    calls: {
      find: {
        worklet: "echo",
        trigger: "event",
        values: { text: { schema } },
        input: { text: "{{ values.text }}", fixed: 1 },
      },
    },
  };
  const address = await application.view("asked", document);
  const elsewhere = await application.view("elsewhere", document);
  const others = await visitor(address);
  const own = await visitor(address);
  const othersRun = await others.make("find", { text: "mine" });
  expect(othersRun).toMatchObject({ status: 200, body: { output: { text: "mine", fixed: 1 } } });

  const refusals = [
    await own.make("decide", { text: "a" }),
    await own.make("find", { text: "a", fixed: 2 }),
    await own.make("find", { text: "too long" }),
    await own.ask("GET", `/calls/find/${othersRun.id}`),
    await own.ask("GET", `/calls/find/${othersRun.id}/events`),
    await (await visitor(elsewhere)).make("find", { text: "a" }, address),
    await own.ask("POST", `/calls/find`, { call_id: crypto.randomUUID(), values: {}, worklet: "echo" }),
  ];
  expect(refusals.map(({ status, body }) => `${status} ${body.code}`)).toEqual([
    "404 view.call_not_found",
    "422 request.invalid",
    "422 request.invalid",
    "404 run.not_found",
    "404 run.not_found",
    "401 view.token_invalid",
    "422 request.invalid",
  ]);
  // A cancel may overtake its call, so it is taken; it cancels a call of this visitor which will never come.
  await own.ask("POST", `/calls/find/${othersRun.id}/cancel`);
  expect(await others.ask("GET", `/calls/find/${othersRun.id}`)).toMatchObject({ body: { status: "SUCCEEDED" } });

  await application.publish("asked", { ...document, state: { changed: true } });
  expect(await own.make("find", { text: "a" })).toMatchObject({ status: 409, body: { code: "view.changed" } });
  await call("DELETE", "/applications/public/views/asked");
  expect((await own.make("find", { text: "a" })).status).toBe(401);
});

const answer = (page: Page, text: string) =>
  page.locator('[data-component="answer"]').getByText(text, { exact: true }).waitFor();

type Told = { id: string; status: number; body: Record<string, unknown> };

/** Somebody who has opened a view and sends requests of their own with its token. */
async function visitor(address: string) {
  const opened = await fetch(inject("origin") + address);
  const { token } = (await opened.json()) as { token: string };
  const ask = async (method: string, path: string, body?: object, at = address): Promise<Omit<Told, "id">> => {
    const response = await fetch(inject("origin") + at + path, {
      method,
      headers: { Authorization: `View ${token}` },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Told["body"] };
  };
  const make = async (name: string, values: object, at = address): Promise<Told> => {
    const id = crypto.randomUUID();
    return { id, ...(await ask("POST", `/calls/${name}`, { call_id: id, values }, at)) };
  };
  return { ask, make };
}
