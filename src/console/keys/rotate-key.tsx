import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Key, KeyWithSecret } from "../../contract/access.ts";
import { problemFrom } from "../api/problem.ts";
import { keysQuery, meQuery } from "../api/queries.ts";
import { path, request } from "../api/request.ts";
import { ConfirmDialog } from "../parts/dialog.tsx";
import { isOwn } from "./key-words.ts";

/** Gives a key another text, after a question. One's own session goes on with the new one. */
export function RotateKey({
  shown,
  open,
  onOpenChange,
  onRotated,
}: {
  shown: Key;
  open: boolean;
  onOpenChange(open: boolean): void;
  /** `note`: what else there is to know. */
  onRotated(made: KeyWithSecret, note: string | undefined): void;
}) {
  const queries = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const isMine = isOwn(me, shown);
  const rotate = async () => {
    const made = await request<KeyWithSecret>("POST", path`/keys/${shown.id}/rotate`);
    onRotated(made, isMine && me?.session ? await signInAnew(made.key) : undefined);
    void queries.invalidateQueries({ queryKey: keysQuery.queryKey });
  };
  return (
    <ConfirmDialog open={open} onOpenChange={onOpenChange} title={`Rotate ${shown.name}?`} action="Rotate" act={rotate}>
      <p>The key gets a new text, which is shown once. Its name, role and application stay.</p>
      <p>
        <strong className="text-text">What stops:</strong> the old text, here at once and everywhere within 10 seconds.
        Programs that send it are answered 401 until they have the new one, and sessions that were made with it end.
      </p>
      {isMine && me?.session && <p>It is your own key: this session goes on with the new text.</p>}
    </ConfirmDialog>
  );
}

/** The session of the old text is over; what went wrong with a new one is said beside the key, which must not be lost. */
async function signInAnew(key: string): Promise<string | undefined> {
  try {
    await request("POST", "/session", { body: { key } });
    return undefined;
  } catch (error) {
    return `Your session has ended, and a new one could not be made: ${problemFrom(error).message} Sign in with this key.`;
  }
}
