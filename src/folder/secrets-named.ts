import { secretsNamedBy } from "../catalog/outside-check.ts";
import { secretsOf } from "../models/check.ts";
import type { Whole } from "./merge.ts";

/** The secrets that a folder names, as far as reading it shows: a name that code puts together is not found. */
export function secretsNamed({ files, worklets, models }: Whole): string[] {
  const names = new Set<string>();
  for (const source of Object.values(files)) {
    for (const [, name = ""] of source.matchAll(inCode)) names.add(name);
  }
  for (const { graph } of Object.values(worklets)) for (const name of secretsNamedBy(graph)) names.add(name);
  for (const config of Object.values(models)) for (const { name } of secretsOf(config)) names.add(name);
  return [...names].sort();
}

const inCode = /\b(?:secrets\s*\.\s*get|getSecret|get_secret)\s*\(\s*["'`]([A-Za-z_][A-Za-z0-9_]*)["'`]\s*\)/g;
