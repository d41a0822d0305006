import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    modelServer: { url: string; key: string };
  }
}

const key = "key-of-the-model-server";
let server: ChildProcess | null = null;

/** Runs the server of `examples/model-server` as its README says, on a free port. */
export async function setup(project: TestProject): Promise<void> {
  const file = join(import.meta.dirname, "../../examples/model-server/server.js");
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, MODEL_KEY: key, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  server = child;
  const url = await new Promise<string>((resolve, reject) => {
    let printed = "";
    child.on("exit", (code) => reject(new Error(`The model server ended with ${code}: ${printed}`)));
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      const address = /http:\/\/\S+/.exec(printed)?.[0];
      if (address) resolve(address);
    });
  });
  project.provide("modelServer", { url, key });
}

export function teardown(): void {
  server?.removeAllListeners("exit");
  server?.kill();
}
