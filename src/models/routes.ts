import * as z from "zod";
import { secretValue } from "../access/secrets.ts";
import { Fault, type Wrong } from "../contract/fault.ts";
import { Flag, ListQuery, listOf } from "../contract/list.ts";
import {
  Model,
  ModelChange,
  type ModelConfig,
  ModelName,
  NewModel,
  PredictionAnswer,
  PredictionRequest,
} from "../contract/model.ts";
import type { Json } from "../expression/expression.ts";
import { invalid } from "../http/check.ts";
import { type Call, type Route, route } from "../http/route.ts";
import { maskOf, maskValue } from "./masking.ts";
import { checkModel, createModel, deleteModel, listModels, readModel, setModel } from "./models.ts";
import { predictWith } from "./predict.ts";

type Owner = { id: string; uid: string };

/**
 * Models are made, changed and tried here. From above come `applicationOf`, with its fault for an application that is not there,
 * and `usersOf`: ids of the worklets that ask a model.
 */
export function modelRoutes(
  applicationOf: (env: Env, id: string) => Promise<Owner>,
  usersOf: (env: Env, application: string, model: string) => Promise<string[]>,
): Route[] {
  const owner = (call: Pick<Call, "env" | "param">) => applicationOf(call.env, call.param("application"));
  const tag = "Models";
  return [
    route({
      method: "GET",
      path: "/applications/:application/models",
      needs: "operator",
      tag,
      summary: "List models",
      query: ListQuery,
      answers: { 200: listOf(Model) },
      faults: [],
      serve: async (call) => ({ status: 200, body: await listModels(call.env, (await owner(call)).uid, call.query) }),
    }),
    route({
      method: "POST",
      path: "/applications/:application/models",
      needs: "creator",
      tag,
      summary: "Make a model",
      body: NewModel,
      answers: { 201: Model },
      faults: ["model.exists"],
      serve: async (call) => {
        const { id, uid } = await owner(call);
        await refuseWrong(call.env, uid, call.body.config);
        const model = await createModel(call.env, call.caller, uid, call.body, call.now);
        return { status: 201, body: model, headers: { Location: `/applications/${id}/models/${model.name}` } };
      },
    }),
    route({
      method: "GET",
      path: "/applications/:application/models/:name",
      needs: "operator",
      tag,
      summary: "Read a model",
      answers: { 200: Model },
      faults: ["model.not_found"],
      serve: async (call) => ({
        status: 200,
        body: await readModel(call.env, (await owner(call)).uid, call.param("name")),
      }),
    }),
    route({
      method: "PUT",
      path: "/applications/:application/models/:name",
      needs: "creator",
      tag,
      summary: "Set a model's config, made when it is new",
      body: ModelChange,
      answers: { 200: Model },
      faults: [],
      serve: async (call) => {
        const { uid } = await owner(call);
        const name = modelName(call);
        const { config } = call.body;
        await refuseWrong(call.env, uid, config);
        return { status: 200, body: await setModel(call.env, call.caller, uid, { name, config }, call.now) };
      },
    }),
    route({
      method: "DELETE",
      path: "/applications/:application/models/:name",
      needs: "creator",
      tag,
      summary: "Delete a model",
      query: z.strictObject({ force: Flag }),
      answers: { 204: null },
      faults: ["model.not_found", "model.in_use"],
      serve: async (call) => {
        const { uid } = await owner(call);
        const name = call.param("name");
        await readModel(call.env, uid, name);
        const users = call.query.force ? [] : await usersOf(call.env, uid, name);
        if (users.length > 0) throw inUse(name, users);
        await deleteModel(call.env, uid, name);
        return { status: 204 };
      },
    }),
    route({
      method: "POST",
      path: "/applications/:application/models/:name/predict",
      needs: "operator",
      tag,
      summary: "Try a model",
      body: PredictionRequest,
      answers: { 200: PredictionAnswer },
      faults: ["model.not_found", "model.failed"],
      serve: async (call) => {
        const { uid } = await owner(call);
        const name = call.param("name");
        await readModel(call.env, uid, name);
        return { status: 200, body: await predict(call, uid, name) };
      },
    }),
  ];
}

/** Who may try a model may not read secrets, and a provider may answer with what it was sent. */
async function predict(call: Call<PredictionRequest>, uid: string, name: string): Promise<PredictionAnswer> {
  const prediction = await predictWith(call.env, uid, name, (call.body.input ?? null) as Json, {
    signal: call.request.signal,
    secret: (wanted) => secretValue(call.env, uid, wanted, Date.now()),
  });
  if ("output" in prediction) {
    return { output: maskValue(prediction.output, maskOf(prediction.secrets)), latency_ms: Date.now() - call.now };
  }
  const { kind, message, status } = prediction.failure;
  if (status === 422) throw invalid([{ path: "/input", message }]);
  if (kind === "platform") throw new Fault("platform.unavailable", message);
  throw new Fault("model.failed", message);
}

function inUse(name: string, worklets: string[]): Fault {
  const detail = `Worklets ask ${name}: change or delete them first, or send ?force=true: blocks that ask it fail then.`;
  return new Fault("model.in_use", detail, { usedBy: worklets.map((each) => `worklet ${each}`) });
}

async function refuseWrong(env: Env, application: string, config: ModelConfig): Promise<void> {
  const wrongs = await checkModel(env, application, config);
  if (wrongs.length > 0) throw invalid(wrongs.map((wrong): Wrong => ({ ...wrong, path: `/config${wrong.path}` })));
}

function modelName(call: Pick<Call, "param">): string {
  const result = ModelName.safeParse(call.param("name"));
  if (result.success) return result.data;
  const message = result.error.issues[0]?.message ?? "This is no name of a model.";
  throw invalid([{ path: "/name", message }]);
}
