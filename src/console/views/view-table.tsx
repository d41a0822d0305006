import { CopyPlus, Ellipsis, ExternalLink, Link2, Lock, Pencil, Trash2, Users } from "lucide-react";
import { Link } from "wouter";
import type { ViewSummary } from "../../contract/view-catalog.ts";
import { IconButton, iconButtonClass } from "../parts/button.tsx";
import { useCopy } from "../parts/copy.tsx";
import { Menu } from "../parts/menu.tsx";
import { Card } from "../parts/page.tsx";
import { Time } from "../parts/time.tsx";
import { Tooltip } from "../parts/tooltip.tsx";
import { accessWords, addressOfView } from "./view-words.ts";

export const viewButtonId = (view: string) => `view-${view}`;

type Deeds = {
  application: string;
  mayEdit: boolean;
  onRename(view: ViewSummary): void;
  onClone(view: ViewSummary): void;
  onDelete(view: ViewSummary): void;
};

/** The views of an application: what is live of each, and who may open it. */
export function ViewTable({ views, ...deeds }: Deeds & { views: readonly ViewSummary[] }) {
  return (
    <Card className="overflow-x-auto">
      <table className="w-full table-fixed text-sm">
        <thead>
          <tr className="border-b border-border text-left text-xs text-muted">
            <th scope="col" className="px-3 py-1.5 font-medium sm:w-2/5">
              Name
            </th>
            <th scope="col" className="hidden px-3 py-1.5 font-medium sm:table-cell">
              Live
            </th>
            <th scope="col" className="hidden px-3 py-1.5 font-medium lg:table-cell">
              Who may open it
            </th>
            <th scope="col" className="hidden w-32 px-3 py-1.5 font-medium lg:table-cell">
              Changed
            </th>
            <th scope="col" className="w-20 px-3 py-1.5">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-border">
          {views.map((view) => (
            <Row key={view.id} view={view} {...deeds} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Row({ application, view, mayEdit, onRename, onClone, onDelete }: Deeds & { view: ViewSummary }) {
  const { id, name, updated_at } = view;
  const copy = useCopy();
  const address = addressOfView(application, id);
  const isLive = view.live_version !== null;
  return (
    <tr className="hover:bg-surface-2">
      <td className="px-3 py-1.5">
        <Link
          href={`/applications/${application}/views/${id}`}
          title={name}
          className="block truncate font-medium hover:underline"
        >
          {name}
        </Link>
        <span className="block truncate font-mono text-xs text-muted" title={id}>
          {id}
        </span>
        <span className="mt-0.5 block text-xs sm:hidden">
          <LiveState view={view} />
        </span>
      </td>
      <td className="hidden px-3 py-1.5 sm:table-cell">
        <LiveState view={view} />
      </td>
      <td className="hidden px-3 py-1.5 text-xs text-muted lg:table-cell">
        <AccessState view={view} />
      </td>
      <td className="hidden truncate px-3 py-1.5 text-xs text-muted lg:table-cell">
        <Time at={updated_at} />
      </td>
      <td className="px-2 py-1.5">
        <span className="flex items-center justify-end gap-0.5">
          {isLive && (
            <Tooltip text="Open the published page">
              <a
                href={address}
                target="_blank"
                rel="noreferrer"
                aria-label={`Open the published page: ${name}`}
                className={iconButtonClass}
              >
                <ExternalLink size={14} aria-hidden />
              </a>
            </Tooltip>
          )}
          <Menu
            trigger={
              <IconButton
                id={viewButtonId(id)}
                label={`More about ${name}`}
                icon={<Ellipsis size={15} aria-hidden />}
              />
            }
            items={[
              ...(mayEdit
                ? [
                    { label: "Rename…", icon: <Pencil size={14} />, run: () => onRename(view) },
                    { label: "Clone", icon: <CopyPlus size={14} />, run: () => onClone(view) },
                  ]
                : []),
              {
                label: "Copy the address",
                icon: <Link2 size={14} />,
                disabled: !isLive,
                run: () => void copy(location.origin + address),
              },
              ...(mayEdit
                ? [
                    "separator" as const,
                    { label: "Delete…", icon: <Trash2 size={14} />, danger: true, run: () => onDelete(view) },
                  ]
                : []),
            ]}
          />
        </span>
      </td>
    </tr>
  );
}

function LiveState({ view: { live_version, unpublished } }: { view: ViewSummary }) {
  if (live_version === null) return <span className="text-muted">Not published</span>;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-0.5">
      Version {live_version}
      {unpublished && (
        <span className="rounded-full bg-warning-soft px-1.5 py-0.5 text-2xs font-medium text-warning">
          Unpublished changes
        </span>
      )}
    </span>
  );
}

function AccessState({ view: { live_access } }: { view: ViewSummary }) {
  if (live_access === null) return <span>Nobody yet</span>;
  const Icon = live_access === "link" ? Users : Lock;
  return (
    <span className="inline-flex items-center gap-1.5">
      <Icon size={12} aria-hidden className="shrink-0" /> {accessWords[live_access]}
    </span>
  );
}
