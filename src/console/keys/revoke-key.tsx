import { useQueryClient } from "@tanstack/react-query";
import type { Key } from "../../contract/access.ts";
import { keysQuery } from "../api/queries.ts";
import { path, request } from "../api/request.ts";
import { ConfirmDialog } from "../parts/dialog.tsx";
import { Time } from "../parts/time.tsx";
import { useNotify } from "../parts/toast.tsx";
import { roleWords } from "./key-words.ts";

/** Asks before a key is revoked. */
export function RevokeKey({
  shown,
  open,
  onOpenChange,
  onRevoked,
}: {
  shown: Key;
  open: boolean;
  onOpenChange(open: boolean): void;
  onRevoked(): void;
}) {
  const queries = useQueryClient();
  const { notify } = useNotify();
  const { id, name, role, application, last_used_at } = shown;
  const revoke = async () => {
    await request("DELETE", path`/keys/${id}`);
    onRevoked();
    queries.setQueryData(keysQuery.queryKey, (keys) => keys?.filter((key) => key.id !== id));
    notify({ title: `Revoked ${name}` });
  };
  return (
    <ConfirmDialog open={open} onOpenChange={onOpenChange} title={`Revoke ${name}?`} action="Revoke" act={revoke}>
      <p>
        <strong className="text-text">What stops:</strong> every program that sends this key is answered 401, here at
        once and everywhere within 10 seconds. Sessions that were made with it end. It cannot be brought back.
      </p>
      <p>
        <strong className="text-text">What goes on:</strong> runs that it started, and everything that it made.
      </p>
      <p>
        {roleWords[role].word} of {application ?? "all applications"}, last used{" "}
        {last_used_at ? <Time at={last_used_at} /> : "never"} (to within ten minutes).
      </p>
    </ConfirmDialog>
  );
}
