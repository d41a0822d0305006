import * as z from "zod";
import { SecretName } from "../contract/access.ts";
import { FilePath, Slug } from "../contract/graph.ts";
import { Environment } from "../contract/run.ts";
import { type Answer, type Content, headers, Problem, responsesOf } from "./answers.ts";
import { addresses } from "./http.ts";
import { nounOf, operationIdOf, type Segment, segmentsOf } from "./operation-id.ts";
import type { Route } from "./route.ts";
import { exampleOf, type Readings, readSchemas, type Schema } from "./schemas.ts";

/** The OpenAPI 3.1 document: a reading of the list of routes and of the schemas that validate. */

export type Parameter = {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description?: string;
  schema: Schema;
};
export type Operation = {
  operationId: string;
  tags: [string];
  summary: string;
  "x-required-role": Route["needs"];
  security: Record<string, []>[];
  parameters: Parameter[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, Answer>;
};
export type OpenApi = {
  openapi: "3.1.0";
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; headers: typeof headers; securitySchemes: typeof securitySchemes };
};

/** What a segment of an address takes, by what it names. */
const segmentSchemas: Record<string, z.ZodType> = {
  application: Slug,
  worklet: Slug,
  hook: Slug,
  view: Slug,
  file: FilePath,
  secret: SecretName,
  version: z.int().min(1),
  environment: Environment,
};

const text = { type: "string" };
const securitySchemes = {
  apiKey: { type: "apiKey", in: "header", name: "Authorization", description: "`Authorization: Api-Key YOUR_API_KEY`" },
  bearer: { type: "http", scheme: "bearer", description: "`Authorization: Bearer YOUR_API_KEY`" },
  session: { type: "apiKey", in: "cookie", name: "__Host-worklets", description: "The session of the console." },
} as const;

/** The document for a server at `origin`. */
export function openApiOf(routes: Route[], origin: string): OpenApi {
  const readings = readSchemas(routes.flatMap(sentBy), [Problem, ...routes.flatMap(answeredBy)]);
  const versioned = new Set(routes.filter(isVersioned).map((route) => route.path));
  const paths: OpenApi["paths"] = {};
  for (const route of routes) {
    const variants = addresses(route).length > 1 ? [route.path, environmentPath(route.path)] : [route.path];
    for (const path of variants) {
      const segments = segmentsOf(path);
      const shown = segments.map(({ name, isParameter }) => (isParameter ? `/{${name}}` : `/${name}`)).join("");
      const item = paths[shown] ?? {};
      item[route.method.toLowerCase()] = operationOf(route, segments, readings, versioned.has(route.path));
      paths[shown] = item;
    }
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Worklets",
      version: "1",
      description: "Worklets are graphs of code that are HTTP endpoints from the moment they are created.",
    },
    servers: [{ url: origin }],
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name })),
    paths,
    components: { schemas: readings.components, headers, securitySchemes },
  };
}

function environmentPath(path: string): string {
  return path.replace("/worklets/", "/:environment/worklets/");
}

function sentBy(route: Route): z.ZodType[] {
  const body = route.body && !("raw" in route.body) ? [route.body] : [];
  const ofPath = segmentsOf(environmentPath(route.path)).flatMap((segment) => segmentSchemas[nounOf(segment)] ?? []);
  return [...body, ...(route.query ? [route.query] : []), ...ofPath];
}

function answeredBy(route: Route): z.ZodType[] {
  return Object.values(route.answers).flatMap((answer) => (answer && !("raw" in answer) ? [answer] : []));
}

/** Whether a route wants `If-Match`: its address then answers an `ETag` as well. */
function isVersioned(route: Route): boolean {
  return route.faults.includes("draft.if_match_required");
}

function operationOf(route: Route, segments: Segment[], readings: Readings, hasEtag: boolean): Operation {
  return {
    operationId: operationIdOf(route, segments),
    tags: [route.tag],
    summary: route.summary,
    "x-required-role": route.needs,
    security: route.needs === "anybody" ? [] : [{ apiKey: [] }, { bearer: [] }, { session: [] }],
    parameters: [
      ...pathParameters(segments, readings),
      ...queryParameters(route, readings),
      ...headerParameters(route),
    ],
    ...(route.body && { requestBody: { required: "raw" in route.body, content: sentContent(route.body, readings) } }),
    ...(route.open &&
      hasBody.has(route.method) && { requestBody: { required: false, content: anyContent(route.open) } }),
    responses: responsesOf(route, segments, readings, hasEtag),
  };
}

function pathParameters(segments: Segment[], readings: Readings): Parameter[] {
  return segments
    .filter(({ isParameter }) => isParameter)
    .map((segment) => {
      const noun = nounOf(segment);
      const schema = segmentSchemas[noun];
      const description =
        noun === "environment"
          ? "`production` is the live version, as without this segment; invoking the `draft` needs the role operator."
          : /^\.[+*]$/.test(segment.pattern ?? "") && "May contain slashes.";
      return {
        name: segment.name,
        in: "path",
        required: true,
        ...(description && { description }),
        schema: schema
          ? readings.input(schema)
          : { ...text, ...(segment.pattern && { pattern: `^${segment.pattern}$` }) },
      };
    });
}

function queryParameters(route: Route, readings: Readings): Parameter[] {
  if (!route.query) return [];
  const { properties, required } = readings.input(route.query) as {
    properties?: Record<string, Schema>;
    required?: string[];
  };
  return Object.entries(properties ?? {}).map(([name, { description, ...schema }]) => ({
    name,
    in: "query",
    required: required?.includes(name) ?? false,
    ...(typeof description === "string" && { description }),
    schema,
  }));
}

function headerParameters(route: Route): Parameter[] {
  if (!isVersioned(route)) return [];
  const isNeeded = !(201 in route.answers);
  const description = `The ETag that was read; \`*\` overwrites.${isNeeded ? "" : " Needed when it exists already."}`;
  return [{ name: "If-Match", in: "header", required: isNeeded, description, schema: text }];
}

const hasBody: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH"]);

function anyContent({ mostBytes }: NonNullable<Route["open"]>): Content {
  return { "*/*": { schema: { ...text, maxLength: mostBytes } } };
}

function sentContent(body: NonNullable<Route["body"]>, readings: Readings): Content {
  if ("raw" in body) return { [body.raw]: { schema: { ...text, maxLength: body.mostBytes } } };
  const schema = readings.input(body);
  return { "application/json": { schema, example: exampleOf(schema, readings.components) } };
}
