import type { Wrong } from "../contract/fault.ts";
import { limits } from "../contract/limits.ts";
import { type HttpModel, isAddress, type ModelConfig } from "../contract/model.ts";
import { ExpressionError, isConstant, unknownRoots } from "../expression/expression.ts";
import { settingsOf } from "../platform/settings.ts";
import { addressRefusal } from "../sandbox/addresses.ts";
import {
  type HttpTemplates,
  hasDotSegment,
  headerPath,
  originOf,
  placeholder,
  secretsIn,
  templatesOf,
  templatesWithSecrets,
  writtenUrl,
} from "./http-templates.ts";

/** What is wrong with a config beyond what its schema says. Paths are JSON pointers that begin at the config. */
export function wrongsOf(config: ModelConfig): Wrong[] {
  const size = Buffer.byteLength(JSON.stringify(config));
  if (size > limits.schemaBytes)
    return [{ path: "", message: `The config has more than ${limits.schemaBytes} bytes.` }];
  switch (config.kind) {
    case "openai":
      return wrongParams(config.params, ["model", "stream", config.task === "chat" ? "messages" : "input"]);
    case "workers-ai":
      return wrongParams(config.params, ["stream"]);
    case "http":
      return wrongsOfHttp(config);
    default:
      return [];
  }
}

/** The secrets that a config names, each where it does. */
export function secretsOf(config: ModelConfig): { path: string; name: string }[] {
  if (config.kind === "http") return secretsIn(templatesOf(config));
  if ("api_key" in config && config.api_key !== undefined) return [{ path: "/api_key", name: config.api_key }];
  return [];
}

/** Why the model's host cannot be reached from this deployment, or null. */
export function hostRefusal(env: Env, config: ModelConfig): Wrong | null {
  const [path, address] = addressOf(config);
  if (address === null) return null;
  const refusal = addressRefusal(new URL(address), settingsOf(env).allowLocalEgress);
  if (refusal === null) return null;
  return {
    path,
    message: `${refusal}: a model can only be on the public internet. For development, ALLOW_LOCAL_EGRESS=1 in .dev.vars opens loopback addresses.`,
  };
}

function addressOf(config: ModelConfig): [path: string, address: string | null] {
  if (config.kind === "openai") return ["/base_url", config.base_url];
  if (config.kind === "baseten") return ["/url", config.url];
  return config.kind === "http" ? ["/url", originOf(config.url)] : ["", null];
}

function wrongParams(params: object | undefined, taken: readonly string[]): Wrong[] {
  return Object.keys(params ?? {})
    .filter((name) => taken.includes(name))
    .map((name) => ({ path: `/params/${name}`, message: `\`${name}\` is not for params: leave it out.` }));
}

function wrongsOfHttp(config: HttpModel): Wrong[] {
  const templates = parsed(config);
  if (templates instanceof ExpressionError) {
    const { path, message, position, source } = templates;
    return [{ path, message, position, source }];
  }
  return [
    ...wrongUrl(config, templates),
    ...wrongQuery(templates),
    ...wrongHeaders(config, templates),
    ...(config.body !== undefined && config.method === "GET"
      ? [{ path: "/body", message: "A GET has no body: leave it out, or take another method." }]
      : []),
    ...wrongNames(templates),
  ];
}

function parsed(config: HttpModel): HttpTemplates | ExpressionError {
  try {
    return templatesOf(config);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
}

/** The host is written out, so that no input can send the request, and the secrets in it, to another one. */
function wrongUrl({ url }: HttpModel, templates: HttpTemplates): Wrong[] {
  const { origin } = templates;
  const start = url.split("{{", 1)[0] ?? "";
  if (origin === null || !isAddress(start)) {
    const message =
      "A url begins with http:// or https://, a host and a /, all written out and without user name and password; expressions may follow.";
    return [{ path: "/url", message }];
  }
  if (start === url || !hasDotSegment(writtenUrl(templates))) return [];
  return [
    { path: "/url", message: "A url with expressions has no parts `.` and `..`: write the path that they lead to." },
  ];
}

/** What a name is called by that holds a key: `x-goog-api-key`, `accessToken`, and not `max_tokens` or `keyword`. */
const keyWord = /(?:key|token|secret|cookie|auth|authorization|authentication|password)$/;

function namesKey(name: string): boolean {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return words.split(/[^a-z0-9]+/).some((word) => keyWord.test(word));
}

const keepIt = "Keep the key in a secret and write {{ secrets.NAME }} here.";

/** Parameters that are written out in the url: what an expression gives is no key that a config shows. */
function wrongQuery(templates: HttpTemplates): Wrong[] {
  const [, query = ""] = /\?([^#]*)/.exec(writtenUrl(templates)) ?? [];
  return [...new URLSearchParams(query)].flatMap(([name, value]) =>
    namesKey(name) && value !== "" && !value.includes(placeholder)
      ? [{ path: "/url", message: `The parameter ${name}: ${keepIt}` }]
      : [],
  );
}

/** Headers that the connection itself makes, and those that hold nothing but a key. */
const own = ["connection", "content-length", "host", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"];
const keys = ["authorization", "proxy-authorization", "api-key", "x-api-key", "cookie"];
const mostHeaders = 50;

function wrongHeaders({ headers = {} }: HttpModel, templates: HttpTemplates): Wrong[] {
  const names = Object.keys(headers);
  const wrong: Wrong[] = names.length > mostHeaders ? [{ path: "/headers", message: `At most ${mostHeaders}.` }] : [];
  const reads = new Set(secretsIn(templates).map(({ path }) => path));
  const written = new Set(templates.headers.flatMap(([name, template]) => (isConstant(template) ? [name] : [])));
  const seen = new Set<string>();
  for (const name of names) {
    const path = headerPath(name);
    const lower = name.toLowerCase();
    if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) wrong.push({ path, message: "This is no name of a header." });
    else if (own.includes(lower)) wrong.push({ path, message: "This header belongs to the connection: leave it out." });
    else if (seen.has(lower)) wrong.push({ path, message: "The header is there twice." });
    else if ((keys.includes(lower) && !reads.has(path)) || (namesKey(name) && written.has(name))) {
      wrong.push({ path, message: keepIt });
    }
    seen.add(lower);
  }
  return wrong;
}

function wrongNames(templates: HttpTemplates): Wrong[] {
  const unknown = (
    path: string,
    template: HttpTemplates["url"] | NonNullable<HttpTemplates["body"]>,
    roots: string[],
  ) =>
    unknownRoots(template, roots).map((root) => ({
      path,
      message: `\`${root}\` is not known here; there is ${roots.join(", ")}.`,
    }));
  return [
    ...templatesWithSecrets(templates).flatMap(({ path, template }) => unknown(path, template, ["input", "secrets"])),
    ...(templates.output === null ? [] : unknown("/output", templates.output, ["response", "input"])),
    ...secretsIn(templates)
      .filter(({ name }) => name === "")
      .map(({ path }) => ({ path, message: "Name the secret: secrets.NAME, written out." })),
  ];
}
