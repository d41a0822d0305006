import type { TestProject } from "vitest/node";
import { Platform } from "../../support/platform.ts";

/** One platform for all browser tests: what `npm start` runs, in a copy of the repository with the console that was built. */

declare module "vitest" {
  export interface ProvidedContext {
    origin: string;
    rootKey: string;
  }
}

export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const platform = new Platform();
  await platform.start();
  provide("origin", platform.origin);
  provide("rootKey", platform.rootKey);
  return () => platform.stop();
}
