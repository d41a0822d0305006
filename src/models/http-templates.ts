import type { HttpModel } from "../contract/model.ts";
import {
  dependencies,
  parseTemplate,
  parseValue,
  type Template,
  type ValueTemplate,
} from "../expression/expression.ts";

/** The expressions of a model of the kind `http`, parsed. Errors carry paths that begin at the config. */

export type HttpTemplates = {
  /** Scheme and host of the url, which no expression can change; null when they are not written out. */
  origin: string | null;
  url: Template;
  headers: (readonly [name: string, template: Template])[];
  body: ValueTemplate | null;
  output: ValueTemplate | null;
};

const parsed = new WeakMap<HttpModel, HttpTemplates>();

/** Parsed once for a config object. Throws an ExpressionError for text that does not parse. */
export function templatesOf(config: HttpModel): HttpTemplates {
  let templates = parsed.get(config);
  if (!templates) {
    const { url, headers = {}, body, output } = config;
    templates = {
      origin: originOf(url),
      url: parseTemplate(url, "/url"),
      headers: Object.entries(headers).map(([name, text]) => [name, parseTemplate(text, headerPath(name))]),
      body: body === undefined ? null : parseValue(body, "/body"),
      output: output === undefined ? null : parseValue(output, "/output"),
    };
    parsed.set(config, templates);
  }
  return templates;
}

export function headerPath(name: string): string {
  return `/headers/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** Up to the first expression there must be scheme, host and the slash after it. */
export function originOf(url: string): string | null {
  const start = url.split("{{", 1)[0] ?? "";
  const isWhole = start === url;
  if (!isWhole && !/^https?:\/\/[^/?#\\\s]+\//i.test(start)) return null;
  return URL.parse(start)?.origin ?? null;
}

/**
 * Whether the path of an address, before it is parsed, has a segment `.` or `..`, also as `%2e`: parsing takes it out, and the
 * segment before it too. What the parser leaves out or reads as a slash is read so here.
 */
export function hasDotSegment(address: string): boolean {
  const [path = ""] = address
    .replaceAll(/[\t\n\r]/g, "")
    .replace(/^[\0-\x20]+|[\0-\x20]+$/g, "")
    .split(/[?#]/, 1);
  return path.split(/[/\\]/).some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment));
}

/** The url with a placeholder in the place of each expression. */
export function writtenUrl({ url }: HttpTemplates): string {
  if (url.kind === "constant") return String(url.value);
  if (url.kind === "expression") return placeholder;
  return url.parts.map((part) => (typeof part === "string" ? part : placeholder)).join("");
}

/** The sign of Unicode for something that is no text. */
export const placeholder = "\ufffc";

/** What is written with secrets in it. */
export function templatesWithSecrets(templates: HttpTemplates): { path: string; template: ValueTemplate }[] {
  return [
    { path: "/url", template: templates.url },
    ...templates.headers.map(([name, template]) => ({ path: headerPath(name), template })),
    ...(templates.body === null ? [] : [{ path: "/body", template: templates.body }]),
  ];
}

/** The secrets that are read, each where it is. `name` is empty when an expression reads `secrets` without a written name. */
export function secretsIn(templates: HttpTemplates): { path: string; name: string }[] {
  return templatesWithSecrets(templates).flatMap(({ path, template }) =>
    dependencies(template).flatMap(([root, name]) => (root === "secrets" ? [{ path, name: name ?? "" }] : [])),
  );
}
