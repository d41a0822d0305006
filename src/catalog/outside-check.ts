import { missingSecrets } from "../access/secrets.ts";
import type { Wrong } from "../contract/fault.ts";
import type { Block, Graph } from "../contract/graph.ts";
import { kinds } from "../engine/kinds.ts";
import { secretsOf } from "../engine/reading.ts";
import { modelNames } from "../models/models.ts";

/** Whether the models and secrets are there that the blocks of a graph name. */

type Named = { place: number; block: Block; member: string; name: string };

/** `known`: all models that there will be; null: the database says. */
export async function checkModels(
  env: Env,
  application: string,
  graph: Graph,
  known: ReadonlySet<string> | null,
): Promise<Wrong[]> {
  const named = namedBy(graph, (block) =>
    kinds[block.kind].refers(block).models.map((name) => ({ member: "/model", name })),
  );
  if (named.length === 0) return [];
  const there = known ?? new Set(await modelNames(env, application));
  const has = there.size > 0 ? `It has: ${[...there].sort().slice(0, 20).join(", ")}.` : "It has none.";
  return named
    .filter(({ name }) => !there.has(name))
    .map((each) =>
      wrong(each, `The application has no model ${each.name}. ${has} PUT .../models/${each.name} makes it.`),
    );
}

/** Names of the secrets that the blocks of a graph name. */
export function secretsNamedBy(graph: Graph): string[] {
  return namedBy(graph, secretsOf).map(({ name }) => name);
}

export async function checkSecrets(env: Env, application: string, graph: Graph): Promise<Wrong[]> {
  const named = namedBy(graph, secretsOf);
  const missing = await missingSecrets(env, application, [...new Set(named.map(({ name }) => name))]);
  return named
    .filter(({ name }) => missing.includes(name))
    .map((each) => wrong(each, `The application has no secret ${each.name}. POST .../secrets makes it.`));
}

function namedBy(graph: Graph, of: (block: Block) => { member: string; name: string }[]): Named[] {
  return graph.blocks.flatMap((block, place) => of(block).map((each) => ({ place, block, ...each })));
}

function wrong({ place, block, member }: Named, message: string): Wrong {
  return { path: `/graph/blocks/${place}${member}`, block: block.id, member: member.slice(1), message };
}
