import { problemFrom } from "../api/problem.ts";
import { type CatalogServer, isFinal, type Written } from "./catalog-server.ts";
import type { Happening, SendStep } from "./save-plan.ts";

/** One request that saves, and what its answer means to the plan. */

type Server = Pick<CatalogServer, "read" | "write" | "asKept">;

type Answer = { happening: Happening; written: Written | null };

/** `lost`: texts of the piece that were sent before and never answered. It does not throw. */
export async function answerTo(server: Server, step: SendStep, lost: readonly string[]): Promise<Answer> {
  const { key, text, ifMatch } = step;
  try {
    const written = await server.write(key, text, ifMatch);
    return { happening: { type: "saved", key, etag: written.etag }, written };
  } catch (error) {
    return { happening: await refusalOf(server, key, error, lost), written: null };
  }
}

async function refusalOf(server: Server, key: string, error: unknown, lost: readonly string[]): Promise<Happening> {
  const problem = problemFrom(error);
  if (problem.status !== 412 && problem.status !== 428) {
    return { type: isFinal(problem) ? "refused" : "failed", key, problem };
  }
  try {
    const theirs = await server.read(key);
    return { type: "changed", key, theirs, isOurs: theirs !== null && (await isOurs(server, key, theirs.text, lost)) };
  } catch (unread) {
    return { type: "failed", key, problem: problemFrom(unread) };
  }
}

/** Whether what stands there was sent from here: its answer got lost. */
async function isOurs(server: Server, key: string, theirs: string, lost: readonly string[]): Promise<boolean> {
  for (const text of lost) {
    if (text === theirs || (await server.asKept(key, text)) === theirs) return true;
  }
  return false;
}
