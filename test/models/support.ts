import { inject } from "vitest";
import type { ModelConfig } from "../../src/contract/model.ts";
import { type Answer, call, fresh, newApplication } from "../support/api.ts";

/** What the tests of models share: an application with the key as a secret, and a model of it that is tried. */

const { url, key } = inject("providers");

/** The address of the server that speaks like all of them. */
export const providers = url;

/** An application whose secret KEY is what the test servers take. Gives its address. */
export async function withKey(value = key): Promise<string> {
  const application = `/applications/${await newApplication()}`;
  await call("POST", `${application}/secrets`, { body: { name: "KEY", value } });
  return application;
}

/** Saves a model under a name of its own; gives its address. */
export async function newModel(application: string, config: ModelConfig): Promise<string> {
  const name = fresh("model");
  const { status, body } = await call("POST", `${application}/models`, { body: { name, config } });
  if (status !== 201) throw new Error(`No model: ${JSON.stringify(body)}`);
  return `${application}/models/${name}`;
}

export function predict(model: string, input: unknown = null): Promise<Answer> {
  return call("POST", `${model}/predict`, { body: { input } });
}

/** Saves and tries at once. */
export async function tried(application: string, config: ModelConfig, input: unknown = null): Promise<Answer> {
  return predict(await newModel(application, config), input);
}

/** When the test server was asked for this, and how many of its callers gave up. */
export async function asked(name: string): Promise<{ at: number[]; gone: number }> {
  return (await fetch(`${providers}/asked/${name}`)).json();
}
