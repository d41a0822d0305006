import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { VersionSummary } from "../../contract/catalog.ts";
import { problemFrom } from "../api/problem.ts";
import { changesQuery, versionQuery, workletQuery, workletsQuery } from "../api/queries.ts";
import { path, request } from "../api/request.ts";
import { useDraft } from "../draft/draft-context.ts";
import { type Item, itemsOf, snapshotOf } from "./comparison.ts";

/** What publishing would change, and the publishing itself. What is edited is saved first. */

export type Publishing =
  | { type: "saving" }
  | { type: "loading" }
  | { type: "failed"; error: unknown; retry(): void }
  /** `isSaved`: all that is edited is what would be published. */
  | { type: "ready"; items: Item[]; live: number; isSaved: boolean };

export function usePublishing(application: string, worklet: string): Publishing {
  const { draft, files, saveNow, openFile } = useDraft();
  const [isSaved, setSaved] = useState<boolean | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the window opens.
  useEffect(() => void saveNow().then(setSaved), []);
  const isReady = isSaved !== null;
  const head = useQuery({ ...workletQuery(application, worklet), enabled: isReady });
  const changes = useQuery({ ...changesQuery(application, worklet), enabled: isReady, staleTime: 0 });
  const number = head.data?.live_version;
  const version = useQuery({
    ...versionQuery(application, worklet, number ?? 0),
    enabled: isReady && number !== undefined,
  });
  const needed = useMemo(() => neededFiles(changes.data), [changes.data]);
  useEffect(() => {
    for (const each of needed) openFile(each);
  }, [needed, openFile]);
  const texts = useMemo(() => new Map(files.map((file) => [file.path, file])), [files]);
  if (!isReady) return { type: "saving" };
  const failed = [head, changes, version].find(({ error, data }) => error !== null && data === undefined);
  if (failed) return { type: "failed", error: failed.error, retry: () => void failed.refetch() };
  const unread = needed
    .map((each) => texts.get(each))
    .find((file) => file?.save.type === "failed" && file.text === null);
  if (unread?.save.type === "failed") {
    return { type: "failed", error: unread.save.problem, retry: () => openFile(unread.path) };
  }
  const isWaiting = needed.some((each) => (texts.get(each)?.text ?? null) === null);
  if (!changes.data || changes.isFetching || !version.data || number === undefined || isWaiting)
    return { type: "loading" };
  const sources = Object.fromEntries([...texts].map(([name, file]) => [name, file.text ?? ""]));
  const items = itemsOf(changes.data, snapshotOf(version.data), { ...draft, files: sources });
  return { type: "ready", items, live: number, isSaved };
}

/** Everybody who shows the worklet learns of it. */
export function usePublish(application: string, worklet: string): () => Promise<VersionSummary> {
  const queries = useQueryClient();
  return async () => {
    const address = path`/applications/${application}/worklets/${worklet}/publish`;
    const version = await request<VersionSummary>("POST", address);
    await queries.invalidateQueries({ queryKey: workletsQuery(application).queryKey });
    return version;
  };
}

export function isRefusal(error: unknown): boolean {
  const { code } = problemFrom(error);
  return code === "graph.invalid" || code === "file.invalid";
}

function neededFiles(changes: { added: Change[]; modified: Change[] } | undefined): string[] {
  if (!changes) return [];
  return [...changes.added, ...changes.modified].flatMap(({ kind, id }) => (kind === "file" ? [id] : []));
}

type Change = { kind: string; id: string };
