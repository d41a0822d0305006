import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus, ShieldAlert } from "lucide-react";
import { useRef, useState } from "react";
import type { Key, KeyWithSecret, Me } from "../../contract/access.ts";
import { keysQuery, meQuery } from "../api/queries.ts";
import { ChangeKeyDialog } from "../keys/change-key-dialog.tsx";
import { type KeyDeed, KeyTable, keyButtonId } from "../keys/key-table.tsx";
import { isOwn, keyText, roleWords } from "../keys/key-words.ts";
import { NewKeyDialog } from "../keys/new-key-dialog.tsx";
import { RevokeKey } from "../keys/revoke-key.tsx";
import { RoleList } from "../keys/role-list.tsx";
import { RotateKey } from "../keys/rotate-key.tsx";
import { ShownKeyDialog } from "../keys/shown-key-dialog.tsx";
import { Button } from "../parts/button.tsx";
import { TextInput } from "../parts/field.tsx";
import { focusAfterDialog, focusNeighbour } from "../parts/focus.ts";
import { useKeys } from "../parts/keys.tsx";
import { useSteps } from "../parts/long-list.tsx";
import { Page } from "../parts/page.tsx";
import { Empty, Failed, Loading } from "../parts/states.tsx";

const newButtonId = "new-key";

/** The keys of the installation, for admins. */
export function KeysPage() {
  const { data: me } = useQuery(meQuery);
  if (me === undefined) return <Loading />;
  if (me.role === "admin") return <Keys me={me} />;
  return (
    <Page title="Keys">
      <Empty icon={<ShieldAlert size={28} aria-hidden />} title="Keys are for admins">
        You are signed in as {me.name}, with the role {roleWords[me.role].word.toLowerCase()}. Ask an admin for a key,
        or sign in with a key that is one.
      </Empty>
    </Page>
  );
}

type Made = { key: KeyWithSecret; note: string | undefined };

function Keys({ me }: { me: Me }) {
  const { data: keys, error, refetch } = useQuery(keysQuery);
  const [search, setSearch] = useState("");
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  const [deed, setDeed] = useState<{ what: KeyDeed; key: Key; open: boolean } | null>(null);
  const searchField = useRef<HTMLInputElement>(null);
  useKeys([
    { keys: "f", label: "Search the keys", run: () => searchField.current?.focus() },
    { keys: "n", label: "New key", run: () => setMaking(true) },
  ]);
  const fitting = keys?.filter((key) => keyText(key).includes(search.trim().toLowerCase())) ?? [];
  const { shown, more } = useSteps(fitting, search);
  const create = (
    <Button id={newButtonId} weight="primary" icon={<Plus size={14} aria-hidden />} onClick={() => setMaking(true)}>
      New key
    </Button>
  );
  const closeMaking = () => {
    setMaking(false);
    focusAfterDialog(newButtonId);
  };
  const copied = () => {
    if (made) focusAfterDialog(keyButtonId(made.key.id), newButtonId);
    setMade(null);
  };
  const openDeed = (open: boolean) => setDeed((before) => before && { ...before, open });
  const focusNear = (id: string) => {
    const rows = fitting.map((each) => keyButtonId(each.id));
    focusNeighbour(rows, keyButtonId(id), newButtonId);
  };
  return (
    <Page
      title="Keys"
      description={
        me.application === null
          ? "Who may speak with this installation, and what each may do."
          : `Your key is limited to ${me.application}: you see and make keys of this application.`
      }
      actions={keys && keys.length > 0 && create}
    >
      {!keys && (error ? <Failed error={error} retry={() => void refetch()} /> : <Loading rows={5} />)}
      {keys?.length === 0 && (
        <Empty icon={<KeyRound size={28} aria-hidden />} title="No keys yet" action={create}>
          Programs send a key with each request. Make one for each of them, with no more than it needs.
        </Empty>
      )}
      {keys && keys.length > 0 && (
        <>
          <TextInput
            ref={searchField}
            type="search"
            aria-label="Search the keys"
            placeholder="Search…"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="mb-3 max-w-80"
          />
          {fitting.length === 0 ? (
            <p className="px-1 py-6 text-sm text-muted">No key fits “{search.trim()}”.</p>
          ) : (
            <KeyTable keys={shown} me={me} onDeed={(what, key) => setDeed({ what, key, open: true })} />
          )}
          {more}
          <p className="mt-3 text-xs text-muted">When a key was last used is right to within ten minutes.</p>
          <RoleList />
        </>
      )}
      {isMaking && (
        <NewKeyDialog
          close={closeMaking}
          onMade={(key) => {
            setMaking(false);
            setMade({ key, note: undefined });
          }}
        />
      )}
      {made && <ShownKeyDialog made={made.key} note={made.note} close={copied} />}
      {deed?.what === "change" && deed.open && (
        <ChangeKeyDialog
          shown={deed.key}
          isMine={isOwn(me, deed.key)}
          close={() => {
            openDeed(false);
            focusAfterDialog(keyButtonId(deed.key.id));
          }}
        />
      )}
      {deed?.what === "rotate" && (
        <RotateKey
          shown={deed.key}
          open={deed.open}
          onOpenChange={openDeed}
          onRotated={(key, note) => setMade({ key, note })}
        />
      )}
      {deed?.what === "revoke" && (
        <RevokeKey shown={deed.key} open={deed.open} onOpenChange={openDeed} onRevoked={() => focusNear(deed.key.id)} />
      )}
    </Page>
  );
}
