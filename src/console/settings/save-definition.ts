import { type QueryClient, queryOptions } from "@tanstack/react-query";
import type { Draft } from "../../contract/catalog.ts";
import { problemFrom } from "../api/problem.ts";
import { workletsQuery } from "../api/queries.ts";
import { ask, path } from "../api/request.ts";
import type { DraftStore } from "../draft/draft-context.ts";
import type { Definition } from "./definition-form.ts";
import { mergeDefinition } from "./definition-merge.ts";

/** Bringing edited settings into the draft: through the editor that has it open, or over the API. */

/** `base` is what was there when editing began; `over`: also what somebody else changed meanwhile. */
export type Wish = { base: Definition; mine: Definition; over: boolean };
/** Members that somebody else changed meanwhile; when there are any, nothing was saved. */
type Result = { conflicts: string[] };

export const draftQuery = (application: string, worklet: string) =>
  queryOptions({
    queryKey: ["applications", application, "worklets", worklet, "draft", "read"],
    queryFn: async ({ signal }): Promise<{ draft: Draft; etag: string }> => {
      const { value, etag } = await ask<Draft>("GET", draftAddress(application, worklet), { signal });
      return { draft: value, etag: etag ?? "" };
    },
    staleTime: 0,
  });

export function definitionOf({ settings, input_schema, output_schema }: Draft): Definition {
  return { settings, input_schema, output_schema };
}

/** Into the editor's draft, so that it sees the change and can undo it. */
export function putIntoEditor(store: DraftStore, { base, mine, over }: Wish): Result {
  const { merged, conflicts } = mergeDefinition(base, mine, definitionOf(store.draft));
  if (conflicts.length > 0 && !over) return { conflicts };
  store.change((draft) => ({ ...draft, ...merged }));
  return { conflicts: [] };
}

const mostTries = 3;

/** The rest of the draft stays as it is there. Throws a `Problem` when it is refused. */
export async function saveOverApi(
  queries: QueryClient,
  application: string,
  worklet: string,
  { base, mine, over }: Wish,
): Promise<Result> {
  const query = draftQuery(application, worklet);
  for (let tries = 1; ; tries++) {
    const there = await queries.fetchQuery(query);
    const { merged, conflicts } = mergeDefinition(base, mine, definitionOf(there.draft));
    if (conflicts.length > 0 && !over) return { conflicts };
    try {
      const body = { ...there.draft, ...merged };
      const headers = { "If-Match": there.etag };
      const { value, etag } = await ask<Draft>("PUT", draftAddress(application, worklet), { body, headers });
      queries.setQueryData(query.queryKey, { draft: value, etag: etag ?? "" });
      await tellOthers(queries, application, worklet);
      return { conflicts: [] };
    } catch (error) {
      // Somebody was faster between the reading and the writing.
      if (problemFrom(error).status !== 412 || tries === mostTries) throw error;
    }
  }
}

function draftAddress(application: string, worklet: string): string {
  return path`/applications/${application}/worklets/${worklet}/draft`;
}

/** The list shows which worklets have changes that are not published, and an editor takes up what it has not edited itself. */
async function tellOthers(queries: QueryClient, application: string, worklet: string): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: workletsQuery(application).queryKey, exact: true }),
    queries.invalidateQueries({ queryKey: ["applications", application, "worklets", worklet] }),
  ]);
}
