import { beforeAll, describe, expect, it } from "vitest";
import { call, fresh, invoke, newApplication, newKey, newWorklet, send } from "../support/api.ts";

const schema = {
  type: "object",
  required: ["text"],
  properties: { text: { type: "string", description: "What was written." }, next: { $ref: "#/$defs/node" } },
  $defs: { node: { type: "object", properties: { next: { $ref: "#/$defs/node" } } } },
};

describe("what an application promises to other tools", () => {
  let application: string;
  let worklet: string;

  beforeAll(async () => {
    application = await newApplication("contracts");
    worklet = await newWorklet(application, "export function main(input) { return { length: input.text.length }; }", {
      input_schema: schema,
      output_schema: { type: "object", required: ["length"], properties: { length: { type: "integer" } } },
    });
    await call("POST", `/applications/${application}/secrets`, { body: { name: "DESK_TOKEN", value: "s3cret" } });
    const language = { name: "language", config: { kind: "builtin", builtin: "language" } };
    await call("POST", `/applications/${application}/models`, { body: language });
  });

  it("its OpenAPI document has one operation for each worklet, with the worklet's own schemas", async () => {
    const { status, body } = await call("GET", `/applications/${application}/openapi.json`);
    expect(status).toBe(200);
    expect(body.openapi).toBe("3.1.0");
    expect(Object.keys(body.paths)).toEqual([`${worklet}/invoke`]);
    const { requestBody, responses } = body.paths[`${worklet}/invoke`].post;
    const sent = requestBody.content["application/json"].schema;
    expect(sent.required).toEqual(["worklet_input"]);
    expect(Object.keys(sent.properties)).toEqual(["worklet_input", "async", "callback_url"]);
    expect(sent.properties.worklet_input.properties.text).toEqual(schema.properties.text);
    expect(responses["200"].content["application/json"].schema.properties.worklet_output.required).toEqual(["length"]);
  });

  it("references inside a worklet's schema still lead into that schema", async () => {
    const { body } = await call("GET", `/applications/${application}/openapi.json`);
    const sent = body.paths[`${worklet}/invoke`].post.requestBody.content["application/json"].schema;
    expect(sent.properties.worklet_input.$id).toMatch(/\/input_schema$/);
    const references = JSON.stringify(body).match(/"\$ref":"[^"]+"/g) ?? [];
    for (const reference of references) {
      const [, name] = /#\/components\/schemas\/(\w+)/.exec(reference) ?? [];
      if (name) expect(Object.keys(body.components.schemas)).toContain(name);
    }
  });

  it("it describes what is live, not the draft", async () => {
    const { body: draft, headers } = await call("GET", `${worklet}/draft`);
    await call("PUT", `${worklet}/draft`, {
      body: { ...draft, input_schema: { type: "string" } },
      headers: { "If-Match": headers.get("ETag") ?? "" },
    });
    const before = await call("GET", `/applications/${application}/openapi.json`);
    const typeOf = (body: typeof before.body) =>
      body.paths[`${worklet}/invoke`].post.requestBody.content["application/json"].schema.properties.worklet_input.type;
    expect(typeOf(before.body)).toBe("object");
    await call("POST", `${worklet}/publish`);
    expect(typeOf((await call("GET", `/applications/${application}/openapi.json`)).body)).toBe("string");
    await call("POST", `${worklet}/versions/1/restore`);
  });

  it("its types name its worklets and secrets", async () => {
    const response = await send("GET", `/applications/${application}/types.d.ts`);
    expect(response.headers.get("Content-Type")).toContain("text/plain");
    const text = await response.text();
    expect(text).toContain('type SecretName = "DESK_TOKEN";');
    expect(text).toContain('type ModelName = "language";');
    expect(text).toContain(JSON.stringify(worklet.split("/").at(-1)));
    expect(text).toContain('"length": number;');
  });

  it("are for operators of this application", async () => {
    const key = await newKey("invoke", application);
    const other = await newKey("operator", await newApplication(fresh("other")));
    for (const path of ["openapi.json", "types.d.ts"]) {
      expect((await call("GET", `/applications/${application}/${path}`, { key })).status).toBe(403);
      expect((await call("GET", `/applications/${application}/${path}`, { key: other })).status).toBe(404);
    }
  });

  it("code that uses the types compiles when it is saved, and runs", async () => {
    const typed = await newWorklet(
      application,
      `export async function main(input: Worklets.Inputs["x"], env: Worklets.Env, context: Worklets.Context) {
        return context.run.trigger;
      }`,
    );
    expect((await invoke(typed)).body.worklet_output).toBe("api");
  });
});

describe("the OpenAPI document of an application", () => {
  const documentOf = async (...drafts: object[]) => {
    const application = await newApplication("document");
    const source = "export const main = (input) => input;";
    const worklets = [];
    for (const draft of drafts) worklets.push(await newWorklet(application, source, draft));
    const { body } = await call("GET", `/applications/${application}/openapi.json`);
    return {
      text: JSON.stringify(body),
      operations: worklets.map((each) => body.paths[`${each}/invoke`].post),
      worklets,
    };
  };

  it("has each id once, also when two schemas have the same", async () => {
    const node = { $id: "https://example.com/node", type: "object", properties: { next: { $ref: "#" } } };
    const { text } = await documentOf({ input_schema: node, output_schema: node }, { input_schema: node });
    const ids = [...text.matchAll(/"\$id":"([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(3);
    expect(text).not.toContain("https://example.com/node");
  });

  it("requires an input only where the worklet does", async () => {
    const { operations, worklets } = await documentOf(
      { input_schema: {} },
      { input_schema: { type: ["string", "null"] } },
      { input_schema: { type: "string" } },
      { input_schema: null },
    );
    const required = operations.map(({ requestBody }) => requestBody.required);
    expect(required).toEqual([false, false, true, false]);
    for (const [place, isRequired] of required.entries()) {
      const schema = operations[place].requestBody.content["application/json"].schema;
      expect(schema.required ?? []).toEqual(isRequired ? ["worklet_input"] : []);
      const { status } = await call("POST", `${worklets[place]}/invoke`);
      expect(status).toBe(isRequired ? 422 : 200);
    }
  });

  it("declares both shapes of what a worklet's code can throw", async () => {
    const { operations } = await documentOf({});
    for (const status of ["400", "404", "409", "422"]) {
      expect(Object.keys(operations[0].responses[status].content), status).toEqual([
        "application/json",
        "application/problem+json",
      ]);
    }
  });
});
