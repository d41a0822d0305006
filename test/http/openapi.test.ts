import { Validator } from "@cfworker/json-schema";
import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { routes } from "../../src/app.ts";
import { Role } from "../../src/contract/access.ts";
import { faults } from "../../src/contract/fault.ts";
import { faultsOf } from "../../src/http/answers.ts";
import { addresses } from "../../src/http/http.ts";
import { type OpenApi, type Operation, openApiOf } from "../../src/http/openapi.ts";
import type { Schema } from "../../src/http/schemas.ts";
import { call, host, newApplication, newWorklet } from "../support/api.ts";

const document = openApiOf(routes, host);
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ method, path, operation })),
);
const named = operations.map((each) => [each.operation.operationId, each] as const);

/** Whether a value fits a schema of the document, references included. */
function misfits(schema: Schema, value: unknown): string[] {
  const whole = { ...schema, components: document.components } as ConstructorParameters<typeof Validator>[0];
  return new Validator(whole, "2020-12", false).validate(value).errors.map(({ error }) => error);
}

function operationOf(route: { method: string }, path: string): Operation | undefined {
  const shown = path
    .split("/")
    .map((part) => part.replace(/^:([A-Za-z_]+).*$/, "{$1}"))
    .join("/");
  return document.paths[shown]?.[route.method.toLowerCase()];
}

describe("the document", () => {
  it("has every address of every route", () => {
    for (const route of routes) {
      for (const address of addresses(route)) {
        const path = address.replace(/\/(?:production|draft)\/worklets\//, "/:environment/worklets/");
        expect(operationOf(route, path), `${route.method} ${address}`).toBeDefined();
      }
    }
  });

  it("refers only to what it has", () => {
    const targets = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(targets.length).toBeGreaterThan(100);
    for (const target of new Set(targets)) {
      let at: unknown = document;
      for (const part of target.split("/")) at = (at as Record<string, unknown> | undefined)?.[part];
      expect(at, target).toBeDefined();
    }
  });

  it("names each operation once", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z]+$/);
  });

  it("names no schema that says nothing", () => {
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      expect(name).toMatch(/^[A-Z][A-Za-z]+$/);
      expect(Object.keys(schema).length, name).toBeGreaterThan(0);
    }
  });

  it("lets answers gain members and refuses unknown members of what is sent", () => {
    expect(document.components.schemas.Worklet?.additionalProperties).toBeUndefined();
    expect(document.components.schemas.Invocation?.additionalProperties).toBe(false);
  });

  it("tells the form that is sent from the form that is answered where defaults make them differ", () => {
    expect(document.components.schemas.DraftInput?.required).toEqual(["graph"]);
    expect(document.components.schemas.Draft?.required).toContain("settings");
    expect(misfits({ $ref: "#/components/schemas/DraftInput" }, {})).not.toEqual([]);
  });
});

describe.each(named)("%s", (_, { path, operation }) => {
  it("declares each segment of its address that varies, and no other", () => {
    const declared = operation.parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
    expect(declared).toEqual([...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]));
  });

  it("says which role it needs and how the key is sent", () => {
    const role = operation["x-required-role"];
    expect([...Role.options, "anybody"]).toContain(role);
    expect(operation.security.length > 0).toBe(role !== "anybody");
  });

  it("has an example that fits what it takes", () => {
    const { schema, example } = operation.requestBody?.content["application/json"] ?? {};
    if (schema) expect(misfits(schema, example)).toEqual([]);
  });
});

it("every example passes the schema that validates, not only its reading", () => {
  for (const route of routes) {
    if (!route.body || "raw" in route.body) continue;
    const example = operationOf(route, route.path)?.requestBody?.content["application/json"]?.example;
    const result = (route.body as z.ZodType).safeParse(example);
    expect(result.error?.issues ?? [], `${route.method} ${route.path}`).toEqual([]);
  }
});

it("every fault of a route stands under its status, with its code", () => {
  for (const route of routes) {
    for (const code of faultsOf(route)) {
      const answer = operationOf(route, route.path)?.responses[faults[code].status];
      const told = JSON.stringify(answer?.content?.["application/problem+json"]);
      expect(told, `${route.method} ${route.path}`).toContain(`"${code}"`);
    }
  }
});

describe("what is really answered fits the document", () => {
  const schemaOf = (id: string, status: number, type = "application/json") => {
    const operation = operations.find((each) => each.operation.operationId === id)?.operation;
    const schema = operation?.responses[status]?.content?.[type]?.schema;
    if (!schema) throw new Error(`The document has no ${status} of ${id}.`);
    return schema;
  };

  it("for a worklet that is made, read, invoked and listed", async () => {
    const application = await newApplication();
    const worklet = await newWorklet(application, "export const main = (input) => input;");
    const read = await call("GET", worklet);
    expect(misfits(schemaOf("readWorklet", 200), read.body)).toEqual([]);
    const draft = await call("GET", `${worklet}/draft`);
    expect(misfits(schemaOf("readWorkletDraft", 200), draft.body)).toEqual([]);
    const answer = await call("POST", `${worklet}/invoke?trace=true`, { body: { worklet_input: { text: "Hello" } } });
    expect(answer.status).toBe(200);
    expect(misfits(schemaOf("invokeWorklet", 200), answer.body)).toEqual([]);
    const list = await call("GET", `/applications/${application}/worklets`);
    expect(misfits(schemaOf("listWorklets", 200), list.body)).toEqual([]);
  });

  it("for a request that is refused", async () => {
    const application = await newApplication();
    const refused = await call("POST", `/applications/${application}/worklets`, { body: { nam: "x" } });
    expect(refused.status).toBe(422);
    expect(misfits(schemaOf("createWorklet", 422, "application/problem+json"), refused.body)).toEqual([]);
  });
});

it("/openapi.json gives the document to anybody, for the origin that was asked", async () => {
  const { status, headers, body } = await call("GET", "/openapi.json", { key: null });
  expect(status).toBe(200);
  expect(headers.get("Content-Type")).toBe("application/json");
  expect((body as OpenApi).servers).toEqual([{ url: host }]);
  expect(Object.keys((body as OpenApi).paths)).toEqual(Object.keys(document.paths));
});
