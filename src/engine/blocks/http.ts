import type { HttpBlock } from "../../contract/block.ts";
import { pointerOf, type Wrong } from "../../contract/fault.ts";
import { limits } from "../../contract/limits.ts";
import type { BlockKind, Expression } from "../kind.ts";
import { failed, failureOf, refersToNothing, succeeded, useOf } from "../kind.ts";
import { isLarger } from "../size.ts";
import { failureOfAnswer, isAccepted, outputOf } from "./http-answer.ts";
import { requestOf } from "./http-request.ts";
import { outsideTimeoutMs, retryAfterOf, secretsOfCall, toldOf } from "./outside.ts";

/** A request to any server of the public internet. Every text of it is a template, over `secrets` too. */
export const http: BlockKind<HttpBlock> = {
  readsSecrets: true,
  timeoutMs: outsideTimeoutMs,
  expressions: expressionsOf,
  refers: () => refersToNothing,
  check: (block, path) => [...wrongUrl(block, path), ...wrongHeaders(block, path), ...wrongBody(block, path)],
  async run(block, call, tools) {
    const read = await secretsOfCall(block.id, call, tools);
    if ("failure" in read) return failed(read.failure, { secrets: read.values });
    const { values } = read;
    const fail = (kind: "user" | "limit", message: string, retryAfterMs?: number) =>
      failed(failureOf(kind, toldOf(message, values), block.id), {
        secrets: values,
        ...(retryAfterMs !== undefined && { retryAfterMs }),
      });
    const parts = expressionsOf(block).map(({ member }, n) => ({ member, value: call.evaluate(n, read.secrets) }));
    const request = requestOf(block, call, parts);
    if (typeof request === "string") return fail("user", request);
    if (isLarger(request.body ?? "", limits.bodyBytes))
      return fail("limit", `The body is larger than ${limits.bodyBytes} bytes`);
    const answer = await tools.fetch(request, useOf(block.id, call));
    const shown = `${request.method} ${request.url.origin}${request.url.pathname}`;
    if ("failure" in answer) return fail("user", `${shown} ${answer.failure}`);
    if (!isAccepted(answer.status, block.accept_statuses)) {
      return fail("user", `${shown} ${failureOfAnswer(answer, values)}`, retryAfterOf(answer));
    }
    const output = outputOf(answer);
    return "text" in output ? succeeded(output.text, {}, values) : fail("limit", `${shown} ${output.limit}`);
  },
};

/** What is evaluated, in this order. */
function expressionsOf({ url, headers = {}, query = {}, body }: HttpBlock): Expression[] {
  const value = (path: string[], source: unknown): Expression => ({ member: pointerOf(path), form: "value", source });
  return [
    value(["url"], url),
    ...Object.entries(headers).map(([name, text]) => value(["headers", name], text)),
    ...Object.entries(query).map(([name, each]) => value(["query", name], each)),
    ...(body === undefined ? [] : [value(["body"], body)]),
  ];
}

/** What is written out must be the beginning of an address; a host may come of an expression. */
function wrongUrl({ id, url }: HttpBlock, path: string): Wrong[] {
  const start = url.split("{{", 1)[0]?.trimStart() ?? "";
  const isWhole = !url.includes("{{");
  const isOpen = (start === "" && !isWhole) || (/^https?:\/\//i.test(start) && (!isWhole || URL.canParse(start)));
  if (!isOpen) {
    const message = "A url begins with https:// or http:// and a host, or with an expression that gives them.";
    return [{ path: `${path}/url`, message, block: id, member: "url" }];
  }
  if (!/^https?:\/\/[^/?#]*@/i.test(start)) return [];
  const message =
    "Leave user name and password out of the url and send an Authorization header with {{ secrets.NAME }}.";
  return [{ path: `${path}/url`, message, block: id, member: "url" }];
}

/** Headers that the connection itself makes. */
const own = ["connection", "content-length", "host", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"];
const mostHeaders = 50;

function wrongHeaders({ id, headers = {} }: HttpBlock, path: string): Wrong[] {
  const names = Object.keys(headers);
  const at = (member: string) => ({
    path: `${path}${pointerOf(["headers", member])}`,
    block: id,
    member: `headers/${member}`,
  });
  const wrong: Wrong[] = [];
  if (names.length > mostHeaders)
    wrong.push({ path: `${path}/headers`, message: `At most ${mostHeaders}.`, block: id, member: "headers" });
  const seen = new Set<string>();
  for (const name of names) {
    const lower = name.toLowerCase();
    if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name))
      wrong.push({ ...at(name), message: "This is no name of a header." });
    else if (own.includes(lower))
      wrong.push({ ...at(name), message: "This header belongs to the connection: leave it out." });
    else if (seen.has(lower)) wrong.push({ ...at(name), message: "The header is there twice." });
    seen.add(lower);
  }
  return wrong;
}

function wrongBody({ id, method, body }: HttpBlock, path: string): Wrong[] {
  if (body === undefined || (method !== "GET" && method !== "HEAD")) return [];
  const message = `A ${method} has no body: leave it out, or take another method.`;
  return [{ path: `${path}/body`, message, block: id, member: "body" }];
}
