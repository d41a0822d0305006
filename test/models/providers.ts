import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { keepConnections } from "../support/connections.ts";
import { type Asked, faultOf, json } from "./provider-faults.ts";

declare module "vitest" {
  interface ProvidedContext {
    providers: { url: string; key: string };
  }
}

/**
 * A server outside the runtime that speaks what model servers speak: OpenAI's interface below `/openai/v1`, Baseten's at
 * `/baseten/predict`, KServe's first and second protocol below `/v1` and `/v2`, BentoML's at `/summarize`. `/echo` answers what
 * it was sent, `/fault/NAME/KIND` goes wrong, `/asked/NAME` tells when it was asked, and what became of its callers.
 */
export async function setup(project: TestProject): Promise<void> {
  const asked = new Map<string, Asked>();
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => answer(request, Buffer.concat(chunks).toString(), response));
  });

  function answer(request: IncomingMessage, body: string, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", `http://${request.headers.host}`);
    const [, verb, name = "", kind = ""] = url.pathname.split("/");
    const known = asked.get(name) ?? { at: [], gone: 0 };
    if (verb === "asked") {
      json(response, 200, known);
      return;
    }
    if (verb === "fault") {
      asked.set(name, known);
      known.at.push(Date.now());
      response.on("close", () => {
        if (!response.writableFinished) known.gone += 1;
      });
      faultOf(kind, { times: known.at.length, url, body, response });
      return;
    }
    const { method, headers } = request;
    const [status, said] =
      verb === "echo" ? [200, { method, url: request.url, headers, body }] : saidTo(url.pathname, headers, body);
    json(response, status, said);
  }

  keepConnections(server);
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  project.provide("providers", { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key });
}

export function teardown(): void {
  server?.closeAllConnections();
  server?.close();
}

let server: Server | null = null;

/** The key that the servers take. */
const key = "sk-test-0123456789";

type Said = [status: number, body: unknown];

function saidTo(path: string, headers: IncomingMessage["headers"], body: string): Said {
  const sent = body === "" ? null : JSON.parse(body);
  if (path.startsWith("/openai/v1/")) return openai(path.slice("/openai/v1".length), headers.authorization, sent);
  if (path === "/baseten/predict") return baseten(headers.authorization, sent);
  if (path === "/v1/models/iris:predict") return [200, { predictions: sent.instances.map(classOf) }];
  if (path === "/v2/models/iris/infer") return kserve2(sent);
  if (path === "/summarize") return [200, `${sent.text.split(" ")[0]}...`];
  return [404, { detail: "Not Found" }];
}

function openai(path: string, authorization: string | undefined, sent: Record<string, unknown>): Said {
  if (authorization !== `Bearer ${key}`) {
    const sentKey = authorization?.replace("Bearer ", "") ?? "none";
    const message = `Incorrect API key provided: ${sentKey}. You can find your API key at https://platform.example.`;
    return [401, { error: { message, type: "invalid_request_error", param: null, code: "invalid_api_key" } }];
  }
  if (sent.stream !== undefined) return [400, { error: { message: "This server does not stream." } }];
  const usage = { prompt_tokens: 3, total_tokens: 5 };
  if (path === "/embeddings") {
    const texts = [sent.input].flat() as string[];
    const data = texts.map((text, index) => ({ object: "embedding", index, embedding: [text.length, 0.5] }));
    return [200, { object: "list", data: data.reverse(), model: sent.model, usage }];
  }
  if (path !== "/chat/completions") return [404, { error: { message: `Unknown request URL: ${path}` } }];
  const last = (sent.messages as { content: string }[]).at(-1);
  const message = { role: "assistant", content: `${last?.content} at ${sent.temperature ?? "no"} temperature` };
  return [200, { id: "c1", model: sent.model, choices: [{ index: 0, message, finish_reason: "stop" }], usage }];
}

function baseten(authorization: string | undefined, sent: { text?: string } | null): Said {
  if (authorization !== `Api-Key ${key}`) return [403, { error: `Unauthorized key ${authorization}` }];
  if (typeof sent?.text !== "string") return [400, { error: "text is missing" }];
  return [200, { label: sent.text.includes("!") ? "loud" : "calm", scores: [0.9, 0.1] }];
}

function classOf([length = 0]: number[]): string {
  return length > 5 ? "virginica" : "setosa";
}

function kserve2({ inputs }: { inputs: { shape: number[]; data: number[] }[] }): Said {
  const [input] = inputs;
  const rows = input?.shape[0] ?? 0;
  if (input?.data.length !== rows * (input?.shape[1] ?? 0)) return [400, { error: "unexpected size of tensor" }];
  const width = input.shape[1] ?? 1;
  const data = Array.from({ length: rows }, (_, row) => classOf(input.data.slice(row * width)));
  return [200, { model_name: "iris", outputs: [{ name: "class", shape: [rows], datatype: "BYTES", data }] }];
}
