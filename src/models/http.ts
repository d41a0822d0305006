import { limits } from "../contract/limits.ts";
import type { HttpModel } from "../contract/model.ts";
import { ExpressionError, evaluate, isConstant, type Json, type ValueTemplate } from "../expression/expression.ts";
import { type Adapter, type Around, inputError, limitError, providerError } from "./adapter.ts";
import { type HttpTemplates, hasDotSegment, secretsIn, templatesOf } from "./http-templates.ts";
import { askProvider, type ProviderAnswer, type ProviderRequest } from "./provider.ts";
import { answeredJson } from "./provider-text.ts";

/** Any server that answers a request which expressions can write: KServe, BentoML, TorchServe, one's own. */
export const http: Adapter<HttpModel> = (config, around) => ({
  async predict(input, { signal }) {
    const templates = templatesOf(config);
    const names = [...new Set(secretsIn(templates).map(({ name }) => name))];
    const values = await Promise.all(names.map(async (name) => [name, await around.secret(name)] as const));
    const request = requestOf(config, templates, { input, secrets: Object.fromEntries(values) }, around);
    const answer = responseOf(await askProvider(request, around, signal), around);
    if (templates.output === null) return answer.body;
    return evaluated(templates.output, { input, response: answer }, around);
  },
});

type Scope = { input: Json; secrets: Record<string, string> };

function requestOf(config: HttpModel, templates: HttpTemplates, scope: Scope, around: Around): ProviderRequest {
  const method = config.method ?? "POST";
  const text = String(evaluated(templates.url, scope, around));
  const url = URL.parse(text);
  // The host is written in the config, before any expression; what an expression adds must not reach back into it.
  if (url === null || url.origin !== templates.origin) {
    throw providerError(`The url of the model ${around.name} leads nowhere once its expressions are worked out.`);
  }
  // Such a segment takes away others, and with them the part of the host that the config means.
  if (!isConstant(templates.url) && hasDotSegment(text)) {
    throw inputError(
      "The model's url would have a part that is `.` or `..`, which leads out of its path: send another input.",
    );
  }
  const headers = Object.fromEntries(
    templates.headers.map(([header, template]) => [
      header.toLowerCase(),
      headerText(evaluated(template, scope, around)),
    ]),
  );
  if (method === "GET") return { method, url, headers, body: null };
  const body = templates.body === null ? scope.input : evaluated(templates.body, scope, around);
  const isText = typeof body === "string" && headers["content-type"] !== undefined && !isJson(headers["content-type"]);
  headers["content-type"] ??= "application/json";
  return { method, url, headers, body: isText ? body : JSON.stringify(body) };
}

function headerText(value: Json): string {
  return typeof value === "string" ? value : value === null ? "" : JSON.stringify(value);
}

function evaluated(template: ValueTemplate, scope: Record<string, unknown>, { name }: Around): Json {
  try {
    return evaluate(template, scope, { bytes: limits.bodyBytes });
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw providerError(`An expression of the model ${name} fails, in ${error.path}: ${error.message}`);
  }
}

/** What `output` reads as `response`. */
function responseOf({ status, headers, text }: ProviderAnswer, around: Around) {
  const type = headers.get("Content-Type") ?? "";
  const isText = type.startsWith("text/") || text === "";
  if (!isText && !isJson(type) && type !== "") {
    throw limitError(`The model ${around.name} answered ${type}: only JSON and text can be an output.`);
  }
  const body: Json = isText ? text : answeredJson(text, around);
  return { status, headers: Object.fromEntries(headers) as Record<string, string>, body };
}

function isJson(type: string): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(type.trim());
}
