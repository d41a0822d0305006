import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { call, closed, newPage, soon } from "../../console/browser/browser.ts";
import { type Application, echoing, newApplication } from "./published.ts";

/** How fast a page follows what is typed, and what becomes of the runs that nobody waits for any more. */

const word = "abcdefghij";

/** When code that runs a word was last heard of. It is the only honest witness of whether that code still runs. */
const heard = new Map<string, number>();
const witness = createServer((request, response) => {
  heard.set((request.url ?? "/").slice(1), Date.now());
  response.end();
});

let application: Application;

beforeAll(async () => {
  await new Promise<void>((listening) => witness.listen(0, "127.0.0.1", listening));
  const { port } = witness.address() as AddressInfo;
  application = await newApplication("quick");
  await Promise.all([
    application.worklet("beating", beating(port)),
    application.worklet("echo", "export const main = (input: unknown) => input;\n"),
  ]);
});

afterAll(() => {
  witness.closeAllConnections();
  witness.close();
});

it("of ten letters typed 50 ms apart without a debounce only the last run ends, and the code of all others stops", async () => {
  const page = await typed("at-once", { debounce_ms: 0 });
  await answerOf(page, `${word}!`).waitFor();
  // Requests that come together make their runs in any order: which one ended is told by what it gave.
  const ended = async () => (await application.runs("beating")).filter(({ status }) => status !== "CANCELED");
  await expect.poll(async () => (await ended()).map(({ status }) => status), soon).toEqual(["SUCCEEDED"]);
  const [last] = await ended();
  const address = `/applications/quick/worklets/beating/${last?.worklet_run_id}`;
  expect(await call("GET", address)).toMatchObject({ worklet_output: { text: `${word}!` } });
  const sent = await sentAt(page);
  expect(sent).toHaveLength(10);
  const runs = await application.runs("beating");
  // A machine that is busy may take a request back before it has left: that makes no run.
  expect(runs.length).toBeLessThanOrEqual(10);
  const canceled = runs.filter(({ status }) => status === "CANCELED");
  const lateness = canceled.flatMap(({ created_at, finished_at }) => {
    const next = sent.find((at) => at > Date.parse(created_at));
    return next === undefined ? [] : [Date.parse(finished_at ?? "") - next];
  });
  // Left alone, each of them would go on for a minute.
  await expect.poll(() => Date.now() - lastHeard(), soon).toBeGreaterThan(700);
  const outlived = lastHeard() - (sent.at(-1) ?? 0);
  // What is promised of a quiet machine is 100 and 1,500.
  print(`CANCELED so many ms after the next request began: ${lateness.map(Math.round).join(" ")}`);
  print(`The code of canceled runs was heard of until ${Math.round(outlived)} ms after the last request began.`);
  await closed(page);
});

it("ten letters typed with the debounce that a call has by itself make at most two runs", async () => {
  const before = (await endings("beating")).length;
  const page = await typed("debounced");
  await answerOf(page, `${word}!`).waitFor();
  const made = async () => (await endings("beating")).slice(before);
  await expect.poll(async () => (await made()).at(-1), soon).toBe("SUCCEEDED");
  expect((await made()).length).toBeLessThanOrEqual(2);
  await closed(page);
});

it("a run is CANCELED when its visitor leaves the page", async () => {
  const before = (await endings("beating")).length;
  const page = await typed("left", { debounce_ms: 0 }, "a");
  await expect.poll(async () => (await endings("beating")).slice(before), soon).toEqual(["RUNNING"]);
  await page.goto("/docs");
  await expect.poll(async () => (await endings("beating")).slice(before), soon).toEqual(["CANCELED"]);
  await closed(page);
});

it("a changed input shows its result at once", async () => {
  const page = await newPage();
  await page.goto(await application.view("echo", echoing("echo", { call: { debounce_ms: 0 } })));
  await page.getByLabel("Word").waitFor();
  const took = await page.evaluate(changes, 20);
  const median = took.toSorted((one, other) => one - other)[10] ?? 0;
  print(`From a changed input to its result in ms: median ${median.toFixed(1)}, all ${took.map(Math.round).join(" ")}`);
  // What is promised of a quiet machine is 30.
  expect(median).toBeLessThan(4_000);
  await closed(page);
});

/** In the page: changes the input so many times, and measures each time until the text shows what the worklet makes of it. */
async function changes(count: number): Promise<number[]> {
  const input = document.querySelector("input") as HTMLInputElement;
  const answer = document.querySelector('[data-component="answer"]') as HTMLElement;
  const took: number[] = [];
  for (let turn = 0; turn < count; turn++) {
    const isShown = new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        if (answer.textContent !== `word ${turn}`) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(answer, { childList: true, characterData: true, subtree: true });
    });
    const began = performance.now();
    input.value = `word ${turn}`;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    await isShown;
    took.push(performance.now() - began);
  }
  return took;
}

/** A page into which the word was typed, or another text. */
async function typed(id: string, more: object = {}, text = word): Promise<Page> {
  const asked = { only_when: "{{ word.value != '' }}", ...more };
  const page = await newPage();
  await page.goto(await application.view(id, echoing("beating", { call: asked })));
  await page.getByLabel("Word").waitFor();
  await page.evaluate(typing, text);
  return page;
}

/** In the page: a letter each 50 ms. There a machine that is busy delays the letters and the debounce alike. */
async function typing(text: string): Promise<void> {
  const input = document.querySelector("input") as HTMLInputElement;
  for (const letter of text) {
    input.value += letter;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const answerOf = (page: Page, text: string) =>
  page.locator('[data-component="answer"]').getByText(text, { exact: true });

/** When the page began each of its calls, by the clock of the machine. */
function sentAt(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter(({ name }) => name.endsWith("/calls/find"))
      .map(({ startTime }) => performance.timeOrigin + startTime)
      .sort((one, other) => one - other),
  );
}

/** What a machine that has nothing else to do is measured by. */
function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const endings = async (worklet: string) => (await application.runs(worklet)).map(({ status }) => status);

function lastHeard(): number {
  return Math.max(...[...heard].filter(([text]) => text !== word).map(([, at]) => at));
}

/** A whole word takes 300 ms, a part of it a minute: what is not stopped is heard of for long. */
function beating(port: number): string {
  return `export async function main({ text }: { text: string }) {
  const end = Date.now() + (text === ${JSON.stringify(word)} ? 300 : 60_000);
  while (Date.now() < end) {
    await fetch("http://127.0.0.1:${port}/" + text);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { text: text + "!" };
}
`;
}
