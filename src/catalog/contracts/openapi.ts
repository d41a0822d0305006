import type { Draft, JsonSchema } from "../../contract/catalog.ts";
import { Invocation, Receipt, SyncAnswer } from "../../contract/run.ts";
import { Problem } from "../../http/answers.ts";
import { readSchemas, resolved, type Schema } from "../../http/schemas.ts";
import { inputCheckOf } from "../schema.ts";

/** The OpenAPI 3.1 document of one application: one operation for each live worklet, with the worklet's own schemas. */

/** A worklet's live version. */
export type Live = { id: string; name: string; version: number; draft: Draft };

/** The document for a server at `origin`. */
export function applicationApi(application: { id: string; name: string }, worklets: Live[], origin: string): object {
  const base = `/applications/${application.id}/worklets`;
  const readings = readSchemas([Invocation], [SyncAnswer, Receipt, Problem]);
  const shapes = {
    sent: resolved(readings.input(Invocation), readings.components),
    answered: resolved(readings.output(SyncAnswer), readings.components),
    failed: readings.output(SyncAnswer),
    receipt: readings.output(Receipt),
    problem: readings.output(Problem),
  };
  return {
    openapi: "3.1.0",
    info: {
      title: application.name,
      version: "1",
      description: `The worklets of the application ${application.id}, as they are live now.`,
    },
    servers: [{ url: origin }],
    security: [{ bearer: [] }, { apiKey: [] }],
    paths: Object.fromEntries(
      worklets.map((worklet) => [
        `${base}/${worklet.id}/invoke`,
        { post: operation(worklet, `${origin}${base}/${worklet.id}`, shapes) },
      ]),
    ),
    components: { schemas: readings.components, securitySchemes },
  };
}

type Shapes = Record<"sent" | "answered" | "failed" | "receipt" | "problem", Schema>;

function operation({ id, name, version, draft }: Live, address: string, shapes: Shapes): object {
  const { until: _draftOnly, ...members } = shapes.sent.properties as Record<string, Schema>;
  const needsInput = draft.input_schema !== null && inputCheckOf(draft.input_schema)(null).length > 0;
  const input = embedded(draft.input_schema, `${address}/input_schema`);
  const output = embedded(draft.output_schema, `${address}/output_schema`);
  const problems = { "application/problem+json": { schema: shapes.problem } };
  const either = { ...json(shapes.failed), ...problems };
  return {
    operationId: id,
    summary: name,
    description: `Runs version ${version}.`,
    requestBody: {
      required: needsInput,
      content: json({
        ...shapes.sent,
        properties: { ...members, worklet_input: input },
        ...(needsInput && { required: ["worklet_input"] }),
      }),
    },
    responses: {
      "200": {
        description: "The worklet's answer.",
        content: json({
          ...shapes.answered,
          properties: { ...(shapes.answered.properties as object), worklet_output: output },
        }),
      },
      "202": { description: "Accepted: with `async`.", content: json(shapes.receipt) },
      "400": { description: `${thrown} Or, as a problem, the request is not JSON.`, content: either },
      "404": { description: `${thrown} Or, as a problem, there is no such worklet for this key.`, content: either },
      "409": { description: `The run was canceled. ${thrown} Or, as a problem, ${inProgress}`, content: either },
      "422": { description: `${thrown} Or, as a problem, ${unfit}`, content: either },
      "500": { description: "The worklet failed.", content: json(shapes.failed) },
      "504": { description: "The worklet did not end in time.", content: json(shapes.failed) },
      default: { description: "The platform refuses or cannot answer; `code` says why.", content: problems },
    },
  };
}

const thrown = "The worklet's code threw an error with this status.";
const inProgress = "the run of this `Idempotency-Key` is not over.";
const unfit = "the input does not fit the input schema, or the request is wrong.";

/**
 * A user's schema, whose references lead into itself: with an id of its own they still do. Its user's id would not do: two
 * schemas of one document may have the same.
 */
function embedded(schema: JsonSchema | null, id: string): Schema {
  if (schema === null) return {};
  return schema.$id !== undefined || JSON.stringify(schema).includes('"$ref"') ? { ...schema, $id: id } : schema;
}

const json = (schema: Schema) => ({ "application/json": { schema } });

const securitySchemes = {
  bearer: { type: "http", scheme: "bearer" },
  apiKey: { type: "apiKey", in: "header", name: "Authorization", description: "`Api-Key YOUR_API_KEY`" },
};
