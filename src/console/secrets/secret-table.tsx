import { Braces, Code, Ellipsis, RefreshCw, Trash2 } from "lucide-react";
import type { Secret } from "../../contract/access.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { useCopy } from "../parts/copy.tsx";
import { Menu } from "../parts/menu.tsx";
import { Card } from "../parts/page.tsx";
import { Time } from "../parts/time.tsx";

export const secretButtonId = (name: string) => `secret-${name}`;

/** Names of secrets, with when and by whom each was set. */
export function SecretTable({
  secrets,
  mayEdit,
  onReplace,
  onDelete,
}: {
  secrets: readonly Secret[];
  mayEdit: boolean;
  onReplace(name: string): void;
  onDelete(name: string): void;
}) {
  return (
    <Card className="overflow-x-auto">
      <table className="w-full table-fixed text-sm">
        <thead>
          <tr className="border-b border-border text-left text-xs text-muted">
            <th scope="col" className="px-3 py-1.5 font-medium">
              Name
            </th>
            <th scope="col" className="hidden w-36 px-3 py-1.5 font-medium sm:table-cell">
              Last set
            </th>
            <th scope="col" className="hidden w-44 px-3 py-1.5 font-medium sm:table-cell">
              By
            </th>
            <th scope="col" className={mayEdit ? "w-16 px-3 py-1.5 font-medium sm:w-44" : "w-14 px-3 py-1.5"}>
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-border">
          {secrets.map((secret) => (
            <Row key={secret.name} secret={secret} mayEdit={mayEdit} onReplace={onReplace} onDelete={onDelete} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Row({
  secret: { name, updated_at, created_by },
  mayEdit,
  onReplace,
  onDelete,
}: {
  secret: Secret;
  mayEdit: boolean;
  onReplace(name: string): void;
  onDelete(name: string): void;
}) {
  const copy = useCopy();
  return (
    <tr className="hover:bg-surface-2">
      <td className="px-3 py-1">
        <code className="block truncate font-mono text-xs" title={name}>
          {name}
        </code>
        <span className="block truncate text-xs text-muted sm:hidden">
          <Time at={updated_at} /> by {created_by}
        </span>
      </td>
      <td className="hidden px-3 py-1 whitespace-nowrap text-muted sm:table-cell">
        <Time at={updated_at} />
      </td>
      <td className="hidden truncate px-3 py-1 text-muted sm:table-cell" title={created_by}>
        {created_by}
      </td>
      <td className="px-2 py-1">
        <span className="flex items-center justify-end gap-1">
          {mayEdit && (
            <Button
              size="small"
              className="max-sm:hidden"
              aria-label={`Replace value of ${name}`}
              onClick={() => onReplace(name)}
            >
              Replace value
            </Button>
          )}
          <Menu
            trigger={
              <IconButton
                id={secretButtonId(name)}
                label={`More about ${name}`}
                icon={<Ellipsis size={15} aria-hidden />}
              />
            }
            items={[
              {
                label: "Copy what code writes",
                icon: <Code size={14} />,
                run: () => void copy(`await context.secrets.get("${name}")`),
              },
              {
                label: "Copy what blocks write",
                icon: <Braces size={14} />,
                run: () => void copy(`{{ secrets.${name} }}`),
              },
              ...(mayEdit
                ? [
                    "separator" as const,
                    { label: "Replace value", icon: <RefreshCw size={14} />, run: () => onReplace(name) },
                    { label: "Delete…", icon: <Trash2 size={14} />, danger: true, run: () => onDelete(name) },
                  ]
                : []),
            ]}
          />
        </span>
      </td>
    </tr>
  );
}
