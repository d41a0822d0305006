import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { call, closed, focused, signedIn, soon, tabTo } from "./browser.ts";

/** What people do with the console, from the beginning to the end. */

it("an application is made, its worklet written, corrected, published and called by its curl, all by the keyboard", async () => {
  const page = await signedIn("/console/");
  const { keyboard } = page;
  await page.getByRole("heading", { name: "Applications" }).waitFor();
  await keyboard.press("n");
  await focused(page.getByLabel("Name", { exact: true }));
  await keyboard.type("Night desk");
  await keyboard.press("Enter");
  await page.getByText("Make the first worklet").waitFor();
  await keyboard.press("n");
  await focused(page.getByLabel("Name of the new worklet"));
  await keyboard.type("Greeter");
  await keyboard.press("Enter");

  await page.getByRole("button", { name: /^Code block main,/ }).waitFor();
  await keyboard.press("a");
  await focused(page.getByRole("menuitem", { name: /^Code/ }));
  await keyboard.press("Enter");
  await focused(page.getByRole("button", { name: /^Code block step,/ }));
  await keyboard.press("Enter");
  await focused(page.getByLabel("Id", { exact: true }));
  const code = page.getByRole("textbox", { name: "Code of step.ts" });
  await tabTo(page, code);
  // A file that the server does not have yet is missed by the draft too.
  const files = () => call("GET", "/applications/night-desk/files").then(JSON.stringify);
  await expect.poll(files, soon).toContain('"step.ts"');
  await page.getByText("Saving…").first().waitFor({ state: "detached" });
  await keyboard.press("Control+a");
  await keyboard.insertText("export function main(blockInput: { name: string }) {\n  return { greeting: ;\n}\n");
  await page.getByRole("button", { name: "Not saved: 1 problem" }).waitFor();
  await keyboard.press("Control+a");
  await keyboard.insertText(
    'export function main(blockInput: { name: string } | null) {\n  return { greeting: "good night " + (blockInput?.name ?? "all") };\n}\n',
  );
  await page.getByText("Saved", { exact: true }).first().waitFor();
  await keyboard.press("Control+Enter");
  await page.getByRole("region", { name: "Test" }).getByText("good night all").waitFor();

  await keyboard.press("Control+Shift+KeyS");
  const dialog = page.getByRole("dialog", { name: "Publish" });
  await focused(dialog.getByRole("button", { name: "Publish" }));
  await keyboard.press("Enter");
  await page.getByText("Version 2 is live").waitFor();
  await dialog.waitFor({ state: "detached" });

  await focused(code);
  await keyboard.press("Escape");
  await focused(page.getByRole("button", { name: /^Code block step,/ }));
  await keyboard.press("/");
  await focused(page.getByRole("searchbox", { name: "Search the worklets" }));
  await tabTo(page, page.getByRole("button", { name: "More about Greeter" }));
  await keyboard.press("Enter");
  for (const item of ["Rename", "Clone", "Run", "Copy as curl"]) {
    await focused(page.getByRole("menuitem", { name: item, exact: true }));
    await keyboard.press(item === "Copy as curl" ? "Enter" : "ArrowDown");
  }
  await page.getByText("Copied the curl command").waitFor();
  const curl = await page.evaluate(() => navigator.clipboard.readText());
  const { key } = await call<{ key: string }>("POST", "/keys", { name: "curl", role: "invoke" });
  const { status, body } = await shell(curl.replace("YOUR_API_KEY", key));
  expect(status).toBe(200);
  expect(body).toMatchObject({ success: true, worklet_output: { greeting: "good night all" } });
  await closed(page);
}, 180_000);

it("a schedule is made in the settings, and its clock in the list says when it runs next", async () => {
  await call("POST", "/applications", { name: "Clockwork" });
  await call("POST", "/applications/clockwork/worklets", { name: "Sweep" });
  const page = await signedIn("/console/applications/clockwork/worklets/sweep");
  const list = page.getByRole("navigation", { name: "Worklets" });
  await list.getByRole("link", { name: "Sweep" }).hover();
  await list.getByRole("button", { name: "More about Sweep" }).click();
  await page.getByRole("menuitem", { name: "Settings" }).click();
  const dialog = page.getByRole("dialog", { name: "Settings of Sweep" });
  await dialog.getByRole("tab", { name: "Schedule" }).click();
  await dialog.getByRole("switch", { name: "Schedule this worklet" }).click();
  await dialog.getByLabel("Every", { exact: true }).fill("15");
  await dialog.getByRole("combobox", { name: "Unit" }).click();
  await page.getByRole("option", { name: "minutes" }).click();
  await dialog
    .getByText(/every 15 minutes/i)
    .first()
    .waitFor();
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved: the schedule holds now").waitFor();
  await dialog.getByRole("button", { name: "Close" }).first().click();
  await dialog.waitFor({ state: "detached" });
  const clock = list.getByRole("img", { name: /^Scheduled: next run / });
  await clock.hover();
  await page.getByText(/^Next run /).waitFor();
  await closed(page);
});

it("a run in the background is watched until it has succeeded, without loading its page again", async () => {
  await using gate = await openGate();
  await makeApplication("Watch", {
    wait: `export async function main() {\n  return (await fetch("${gate.address}")).text();\n}\n`,
  });
  const page = await signedIn("/console/applications/watch/worklets/wait/call");
  await page.getByRole("checkbox", { name: "In the background" }).click();
  await page.getByRole("button", { name: "Run", exact: false }).filter({ hasText: /^Run/ }).first().click();
  await page.getByRole("link", { name: "Open the run" }).click();
  const state = page.getByRole("heading", { level: 1 }).getByRole("status");
  await state.getByText("Running").waitFor();
  let loads = 0;
  page.on("load", () => loads++);
  gate.open("the night is over");
  await state.getByText("Succeeded").waitFor();
  await page.getByRole("tab", { name: "Output" }).click();
  await page.getByRole("tabpanel").getByText("the night is over").waitFor();
  expect(loads).toBe(0);
  await closed(page);
});

it("a failed run is found by its state and run again from the block that failed, with code that was corrected", async () => {
  const broken = 'export function main() {\n  throw new Error("the desk is closed");\n}\n';
  await makeApplication("Repair", { first: "export const main = () => Math.random();\n", second: broken });
  const place = "/applications/repair/worklets/first";
  const { worklet_run_id: run } = await call("POST", `${place}/invoke`, { async: true });
  await call("GET", `${place}/${run}?wait=20`);
  const page = await signedIn("/console/applications/repair/runs");
  await page.getByRole("search").getByRole("button", { name: "Failed" }).click();
  await page.waitForURL("**/runs?status=FAILED");
  await page.getByRole("grid", { name: "Runs" }).getByText("the desk is closed").click();
  const error = page.getByRole("region", { name: "Error" });
  await error.getByText("the desk is closed").waitFor();
  await error.getByRole("heading", { name: /second/ }).waitFor();

  await call("PUT", "/applications/repair/files/second.ts", "export const main = (input: number) => ({ input });\n");
  await call("POST", `${place}/publish`);
  await page.getByRole("button", { name: "Run again" }).click();
  await page.getByRole("menuitem", { name: "From a block…" }).click();
  const dialog = page.getByRole("dialog", { name: "Run again from a block" });
  await dialog.getByRole("combobox", { name: "From block" }).getByText("second").waitFor();
  await dialog.getByText("The live version").click();
  await dialog.getByRole("button", { name: "Run", exact: true }).click();
  await page.waitForURL((url) => !url.pathname.endsWith(String(run)));
  await page.getByRole("heading", { level: 1 }).getByText("Succeeded").waitFor();
  await page.getByRole("list", { name: "Blocks" }).getByText("taken over from the run before").waitFor();
  const again = page.url().split("/").at(-1);
  const [before, after] = await Promise.all([run, again].map((id) => call("GET", `${place}/${id}/trace`)));
  expect(outputOf(after, "first")).toBe(outputOf(before, "first"));
  expect(outputOf(after, "second")).toEqual({ input: outputOf(before, "first") });
  await closed(page);
});

async function makeApplication(name: string, sources: Record<string, string>): Promise<void> {
  await call("POST", "/applications", { name });
  const ids = Object.keys(sources);
  await call("POST", `/applications/${name.toLowerCase()}/worklets`, {
    name: ids[0],
    files: Object.fromEntries(ids.map((id) => [`${id}.ts`, sources[id]])),
    graph: { blocks: ids.map((id) => ({ id, kind: "code", file: `${id}.ts`, function: "main" })) },
  });
}

function outputOf(trace: unknown, block: string): unknown {
  return (trace as { blocks: { block: string; output: unknown }[] }).blocks.find((each) => each.block === block)
    ?.output;
}

/** What a shell makes of a command that was copied. */
async function shell(command: string): Promise<{ status: number; body: unknown }> {
  const { stdout } = await promisify(execFile)("sh", ["-c", `${command} -s -w '\\n%{http_code}'`]);
  const lines = stdout.trimEnd().split("\n");
  return { status: Number(lines.pop()), body: JSON.parse(lines.join("\n")) };
}

/** An address that answers when it is told to. */
async function openGate() {
  const { promise, resolve: open } = Promise.withResolvers<string>();
  const server = createServer(async (_, response) => response.end(await promise));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { address, open, [Symbol.asyncDispose]: async () => void server.close() };
}
