import { Ellipsis, Pencil, RefreshCw, Trash2 } from "lucide-react";
import type { Key, Me } from "../../contract/access.ts";
import { IconButton } from "../parts/button.tsx";
import { Id } from "../parts/copy.tsx";
import { Menu } from "../parts/menu.tsx";
import { Card } from "../parts/page.tsx";
import { Time } from "../parts/time.tsx";
import { isOwn, ownRevokeRefusal, roleWords } from "./key-words.ts";

export const keyButtonId = (id: string) => `key-${id}`;

export type KeyDeed = "change" | "rotate" | "revoke";

type Deeds = { me: Me | undefined; onDeed(deed: KeyDeed, key: Key): void };

/** The keys of the installation. */
export function KeyTable({ keys, ...deeds }: Deeds & { keys: readonly Key[] }) {
  return (
    <Card className="overflow-x-auto">
      <table className="w-full table-fixed text-sm">
        <thead>
          <tr className="border-b border-border text-left text-xs text-muted">
            <th scope="col" className="px-3 py-1.5 font-medium">
              Name
            </th>
            <th scope="col" className="w-24 px-3 py-1.5 font-medium">
              Role
            </th>
            <th scope="col" className="hidden w-44 px-3 py-1.5 font-medium md:table-cell">
              Application
            </th>
            <th scope="col" className="hidden w-44 px-3 py-1.5 font-medium md:table-cell">
              Made
            </th>
            <th scope="col" className="hidden w-36 px-3 py-1.5 font-medium md:table-cell">
              Last used
            </th>
            <th scope="col" className="w-12 px-3 py-1.5">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-border">
          {keys.map((key) => (
            <Row key={key.id} shown={key} {...deeds} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Row({ shown, me, onDeed }: Deeds & { shown: Key }) {
  const { id, name, role, application, prefix, created_at, created_by, last_used_at } = shown;
  const isMine = isOwn(me, shown);
  const lastUsed = last_used_at ? <Time at={last_used_at} /> : "Never";
  return (
    <tr className="hover:bg-surface-2">
      <td className="px-3 py-1.5">
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate font-medium" title={name}>
            {name}
          </span>
          {isMine && (
            <span className="shrink-0 rounded-full bg-accent-soft px-1.5 py-0.5 text-2xs font-medium text-accent-strong">
              Yours
            </span>
          )}
        </span>
        <span className="flex h-6 items-center text-muted">
          <Id id={prefix} label={`Copy how ${name} starts`} />
        </span>
        <span className="block text-xs break-words text-muted md:hidden">
          {application ?? "All applications"} · {last_used_at ? "used " : "used: "}
          {last_used_at ? lastUsed : "never"}
        </span>
      </td>
      <td className="px-3 py-1.5">{roleWords[role].word}</td>
      <td className="hidden truncate px-3 py-1.5 md:table-cell">
        {application ? (
          <code className="font-mono text-xs" title={application}>
            {application}
          </code>
        ) : (
          <span className="text-muted">All</span>
        )}
      </td>
      <td className="hidden px-3 py-1.5 text-muted md:table-cell">
        <Time at={created_at} />
        <span className="block truncate text-xs" title={created_by}>
          by {created_by}
        </span>
      </td>
      <td className="hidden px-3 py-1.5 text-muted md:table-cell">{lastUsed}</td>
      <td className="px-2 py-1.5 text-right">
        <Menu
          trigger={
            <IconButton id={keyButtonId(id)} label={`More about ${name}`} icon={<Ellipsis size={15} aria-hidden />} />
          }
          items={[
            { label: "Rename or change role", icon: <Pencil size={14} />, run: () => onDeed("change", shown) },
            { label: "Rotate…", icon: <RefreshCw size={14} />, run: () => onDeed("rotate", shown) },
            "separator",
            {
              label: isMine ? <Refused reason={ownRevokeRefusal} /> : "Revoke…",
              icon: <Trash2 size={14} />,
              danger: !isMine,
              disabled: isMine,
              run: () => onDeed("revoke", shown),
            },
          ]}
        />
      </td>
    </tr>
  );
}

/** An item that cannot be chosen says why. */
function Refused({ reason }: { reason: string }) {
  return (
    <>
      Revoke
      <span className="block max-w-56 text-xs text-wrap">{reason}</span>
    </>
  );
}
