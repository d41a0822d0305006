import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterEach, beforeAll, expect, it } from "vitest";
import { closed, newPage, soon } from "../../console/browser/browser.ts";
import { type Application, newApplication, place } from "./published.ts";

/** A form that starts a background run, and what a visitor sees of it. */

/** Where the items of a run wait: a few are let through at once, all others when it is opened. */
class Gate {
  private left = 0;
  private readonly waiting = new Set<ServerResponse>();
  private readonly server = createServer((_, response) => {
    if (this.left > 0) {
      this.left -= 1;
      response.end();
      return;
    }
    this.waiting.add(response);
    response.on("close", () => this.waiting.delete(response));
  });

  async listen(): Promise<number> {
    await new Promise<void>((listening) => this.server.listen(0, "127.0.0.1", listening));
    return (this.server.address() as AddressInfo).port;
  }

  /** How many items wait now. */
  get held(): number {
    return this.waiting.size;
  }

  letThrough(count: number): void {
    this.left = count;
  }

  open(): void {
    this.left = 1_000;
    for (const response of this.waiting) response.end();
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

const gate = new Gate();
let application: Application;
let address: string;

beforeAll(async () => {
  const port = await gate.listen();
  application = await newApplication("background");
  await application.worklet(
    "audit",
    `export async function main(item: number) {
  await fetch("http://127.0.0.1:${port}/");
  return item * item;
}
`,
    {
      graph: {
        blocks: [
          {
            id: "main",
            kind: "code",
            file: "audit.ts",
            function: "main",
            each: { items: "{{ input.items }}", concurrency: 3 },
          },
        ],
      },
      settings: { run_as_background_task: true },
    },
  );
  address = await application.view("audit", document);
  return () => gate.close();
});

afterEach(() => gate.open());

const document = {
  components: [
    {
      id: "order",
      kind: "form",
      place: place(0, 0, 6, 4),
      properties: { submit_label: "Check them", loading: "{{ calls.audit.loading }}" },
      events: { submit: [{ action: "run_call", call: "audit" }] },
    },
    {
      id: "count",
      kind: "number",
      parent: "order",
      place: place(0, 0, 12, 2),
      properties: { label: "How many", required: true, min: 1, max: 10 },
    },
    { id: "progress", kind: "progress", place: place(0, 4, 6, 2), properties: { label: "Checking", call: "audit" } },
    { id: "answer", kind: "text", place: place(0, 6, 6, 1), properties: { text: "{{ calls.audit.data }}" } },
  ],
  calls: {
    audit: {
      worklet: "audit",
      trigger: "event",
      values: { count: { from: "{{ count.value }}", schema: { type: "integer", maximum: 10 } } },
      input: { items: "{{ [1, 2, 3, 4, 5, 6].slice(0, values.count) }}" },
      output: "{{ 'Squares: ' + output.join(' ') }}",
    },
  },
};

it("a background run that a form has started is followed across a reload to its answer", async () => {
  const page = await newPage();
  await page.goto(address);
  const progress = page.getByRole("group", { name: "Checking" });
  await progress.getByText("Nothing has run yet").waitFor();
  await page.getByRole("button", { name: "Check them" }).click();
  await page.getByText("A number is needed.").waitFor();
  expect(await application.runs("audit")).toEqual([]);

  gate.letThrough(2);
  await started(page, 5);
  await progress.getByText("2 of 5 done").waitFor();
  await expect.poll(() => gate.held, soon).toBe(3);
  await page.reload();
  await progress.getByText("2 of 5 done").waitFor();
  gate.open();
  await page.getByText("Squares: 1 4 9 16 25").waitFor();
  await progress.getByText("Done", { exact: true }).waitFor();
  await expect
    .poll(() => application.runs("audit"), soon)
    .toMatchObject([{ status: "SUCCEEDED", trigger: "view", created_by: "view audit" }]);
  await closed(page);
});

it("a visitor cancels the background run, whose code stops, and may start it again", async () => {
  gate.letThrough(0);
  const page = await newPage();
  await page.goto(address);
  const progress = page.getByRole("group", { name: "Checking" });
  await started(page, 6);
  await expect.poll(() => gate.held, soon).toBe(3);
  await progress.getByRole("button", { name: "Cancel" }).click();
  await progress.getByRole("button", { name: "Cancel" }).waitFor({ state: "detached" });
  await expect.poll(async () => (await application.runs("audit")).at(-1)?.status, soon).toBe("CANCELED");
  await expect.poll(() => gate.held, soon).toBe(0);
  gate.open();
  await started(page, 2);
  await page.getByText("Squares: 1 4", { exact: true }).waitFor();
  await closed(page);
});

async function started(page: Page, count: number): Promise<void> {
  await page.getByRole("spinbutton", { name: "How many" }).fill(`${count}`);
  await page.getByRole("button", { name: "Check them" }).click();
}
