import { expect, it } from "vitest";
import { call, eventually, newApplication, newWorklet, send } from "../support/api.ts";

/** A parent that has read a secret may hand it to a child: in the child's trace, lines and failure it is masked like there. */

const id = (worklet: string) => worklet.split("/").at(-1) ?? "";

const careless = `export const main = (given: any) => {
  console.log("was given", given.token);
  throw new Error("refuses " + given.token);
};`;

it.each([
  ["synchronous", "worklet block", {}, ""],
  ["synchronous", "context.invoke", {}, ""],
  ["background", "worklet block", { async: true }, "?wait=15"],
  ["background", "context.invoke", { async: true }, "?wait=15"],
])("a secret that a %s run hands on by a %s is shown nowhere of the child", async (_, way, body, query) => {
  const application = await newApplication();
  await call("POST", `/applications/${application}/secrets`, { body: { name: "TOKEN", value: "tulip-bulb-77" } });
  const child = await newWorklet(application, careless);
  const invoke = way === "context.invoke" ? `return context.invoke("${id(child)}", { token });` : "return { token };";
  const parent = await newWorklet(
    application,
    `export async function main(input: any, env: any, context: any) { const token = await context.secrets.get("TOKEN"); ${invoke} }`,
    way === "context.invoke" ? {} : asked(child),
  );
  await call("POST", `${parent}/invoke${query}`, { body });
  const list = await eventually(
    () => call("GET", `/applications/${application}/runs?worklet=${id(child)}&status=FAILED`),
    (answer) => answer.body.items.length === 1,
  );
  const address = `${child}/${list.body.items[0].worklet_run_id}`;
  const told = [
    JSON.stringify(list.body),
    JSON.stringify((await call("GET", address)).body),
    JSON.stringify((await call("GET", `${address}/trace`)).body),
    await (await send("GET", `${address}/events`)).text(),
  ];
  for (const text of told) {
    expect(text).toContain("refuses ***");
    expect(text).not.toContain("tulip");
  }
  expect(JSON.parse(told[2] ?? "").blocks[0].input).toEqual({ token: "***" });
  // Repeated, it is masked as well; what was synchronous does not keep an input with a secret in it.
  const again = await call("POST", `${address}/rerun`);
  if (query === "") return expect(again.body.code).toBe("run.input_not_kept");
  const repeated = await call("GET", `${child}/${again.body.worklet_run_id}?wait=15`);
  expect(repeated.body).toMatchObject({ status: "FAILED", message: "Worklet has failed: Error: refuses ***" });
});

function asked(child: string) {
  const file = `${id(child)}-reader.ts`;
  return {
    files: {
      [file]:
        'export async function main(input: any, env: any, context: any) { return { token: await context.secrets.get("TOKEN") }; }',
    },
    graph: {
      blocks: [
        { id: "read", kind: "code", file, function: "main" },
        { id: "ask", kind: "worklet", worklet: id(child) },
      ],
    },
  };
}
