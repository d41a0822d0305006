import { eq } from "drizzle-orm";
import type { Graph } from "../contract/graph.ts";
import { kinds } from "../engine/kinds.ts";
import { databaseOf } from "../platform/database.ts";
import { filesOf, reachedFiles } from "./draft-closure.ts";
import { liveVersions } from "./rows.ts";
import { worklets } from "./table.ts";

/** Who needs what inside an application (its internal id): asked before something is deleted. */

/** Ids of the other worklets whose draft or live version calls this one. */
export async function workletsThatCall(env: Env, application: string, id: string): Promise<string[]> {
  const live = await liveVersions(env, application);
  return (await graphsOf(env, application)).flatMap((row) => {
    const graphs = [row.graph, live.get(row.uid)?.draft.graph];
    return row.id !== id && graphs.some((graph) => graph && calledBy(graph).includes(id)) ? [row.id] : [];
  });
}

/** Ids of the worklets whose draft or live version asks this model. */
export async function workletsWithModel(env: Env, application: string, model: string): Promise<string[]> {
  const live = await liveVersions(env, application);
  return (await graphsOf(env, application)).flatMap((row) => {
    const graphs = [row.graph, live.get(row.uid)?.draft.graph];
    return graphs.some((graph) => graph && modelsOf(graph).includes(model)) ? [row.id] : [];
  });
}

function modelsOf(graph: Graph): string[] {
  return graph.blocks.flatMap((block) => [...kinds[block.kind].refers(block).models]);
}

/** The files that each worklet's draft needs. */
export async function filesOfWorklets(env: Env, application: string): Promise<{ worklet: string; files: string[] }[]> {
  const held = await filesOf(env, application);
  return (await graphsOf(env, application)).map((row) => ({ worklet: row.id, files: reachedFiles(row.graph, held) }));
}

/** Ids of the worklets that a graph's blocks name. */
export function calledBy(graph: Graph): string[] {
  return graph.blocks.flatMap((block) => [...kinds[block.kind].refers(block).worklets]);
}

async function graphsOf(env: Env, application: string): Promise<{ uid: string; id: string; graph: Graph }[]> {
  const rows = await databaseOf(env)
    .select({ uid: worklets.uid, id: worklets.id, draft: worklets.draft })
    .from(worklets)
    .where(eq(worklets.application, application))
    .orderBy(worklets.id);
  return rows.map(({ uid, id, draft }) => ({ uid, id, graph: draft.graph }));
}
