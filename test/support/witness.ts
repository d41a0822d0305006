import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { keepConnections } from "./connections.ts";

declare module "vitest" {
  interface ProvidedContext {
    witness: string;
  }
}

/**
 * A server outside the runtime which counts what reaches it: the only honest witness of whether a guest still runs.
 * `/hit/NAME` counts, `/count/NAME` tells, `/slow/NAME` counts and never answers, `/gone/NAME` tells how many of those were
 * given up by the caller, `/to?URL` redirects, `/echo` answers with what it was sent, `/keep/NAME/STATUS` keeps it and answers
 * that status, `/kept/NAME` gives all that was kept.
 */
export default async function witness(project: TestProject) {
  const counts = new Map<string, number>();
  const kept = new Map<string, unknown[]>();
  const add = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://witness");
    const [, verb, name = "", status = "200"] = url.pathname.split("/");
    if (verb === "hit") add(`hit/${name}`);
    if (verb === "slow") {
      add(`hit/${name}`);
      response.on("close", () => add(`gone/${name}`));
      return;
    }
    if (verb === "to") {
      response.writeHead(Number(name) || 302, { Location: decodeURIComponent(url.search.slice(1)) });
      response.end();
      return;
    }
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method, headers } = request;
      const sent = { method, headers, body: Buffer.concat(chunks).toString() };
      if (verb === "keep") {
        kept.set(name, [...(kept.get(name) ?? []), sent]);
        response.statusCode = Number(status);
      }
      if (verb === "echo") response.end(JSON.stringify(sent));
      else if (verb === "kept") response.end(JSON.stringify(kept.get(name) ?? []));
      else response.end(String(counts.get(`${verb === "gone" ? "gone" : "hit"}/${name}`) ?? 0));
    });
  });
  keepConnections(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  project.provide("witness", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return () => {
    server.closeAllConnections();
    server.close();
  };
}
