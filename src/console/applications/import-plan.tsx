import type { Imported } from "../../contract/folder.ts";

/** What an import would do, before it is done. */
export function ImportPlan({ plan }: { plan: Imported }) {
  const changes = plan.added.length + plan.modified.length + plan.deleted.length;
  const published = [...plan.published.map(({ worklet }) => worklet), ...plan.published_views.map(viewLine)];
  return (
    <div className="mt-4 flex flex-col gap-3 text-sm" aria-live="polite">
      <p>
        {plan.created ? "Makes the application " : changes === 0 ? "Nothing changes in " : "Changes the application "}
        <code className="font-mono text-xs">{plan.application}</code>.
      </p>
      <Paths title="Added" paths={plan.added} className="text-success" />
      <Paths title="Modified" paths={plan.modified} className="text-info" />
      <Paths title="Deleted" paths={plan.deleted} className="text-danger" />
      <Paths title="Only in the application: stays" paths={plan.kept} className="text-muted" />
      <Paths title="Published" paths={published} className="text-accent" />
      <Paths title="Secrets to set afterwards" paths={plan.missing_secrets} className="text-warning" />
    </div>
  );
}

/** Whoever publishes by a folder is told, as in the builder, what goes public with it. */
function viewLine({ view, anyone_can_run: open }: Imported["published_views"][number]): string {
  return open.length === 0 ? `view ${view}` : `view ${view}: anyone with the link can run ${open.join(", ")}`;
}

function Paths({ title, paths, className }: { title: string; paths: string[]; className: string }) {
  if (paths.length === 0) return null;
  return (
    <details open={paths.length <= 12}>
      <summary className={`font-medium ${className}`}>
        {title} ({paths.length})
      </summary>
      <ul className="mt-1 flex flex-col gap-0.5 pl-4">
        {paths.map((path) => (
          <li key={path} className="font-mono text-xs break-all">
            {path}
          </li>
        ))}
      </ul>
    </details>
  );
}
