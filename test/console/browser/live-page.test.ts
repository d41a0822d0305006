import { expect, it } from "vitest";
import { call, closed, signedIn } from "./browser.ts";

it("a worklet's own address leads a browser to its form, which runs it and shows what it answers", async () => {
  await call("POST", "/applications", { name: "Live" });
  await call("POST", "/applications/live/worklets", {
    name: "Double",
    files: { "double.ts": "export const main = (input: { count: number }) => ({ doubled: input.count * 2 });\n" },
    graph: { blocks: [{ id: "main", kind: "code", file: "double.ts", function: "main" }] },
    input_schema: { type: "object", required: ["count"], properties: { count: { type: "integer" } } },
  });
  const page = await signedIn("/applications/live/worklets/double");
  await page.getByRole("heading", { level: 1, name: "Double" }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/console/applications/live/worklets/double/call");
  await page.getByText("Version 1", { exact: true }).waitFor();
  await page.getByLabel("count").fill("21");
  await page.getByRole("button", { name: "Run Ctrl Enter" }).click();
  await page.getByText("doubled").first().waitFor();
  await page.getByText("42", { exact: true }).waitFor();
  const curl = await page.getByRole("region", { name: "Call by curl" }).textContent();
  expect(curl).toContain("/applications/live/worklets/double/invoke");
  expect(curl).toContain('{"worklet_input":{"count":21}}');
  await page.getByRole("listitem").getByText("Succeeded").first().waitFor();
  await closed(page);
});
