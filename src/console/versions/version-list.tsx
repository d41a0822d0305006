import type { VersionSummary } from "../../contract/catalog.ts";
import { Time } from "../parts/time.tsx";

/** Versions to choose one from, newest first: who published what when, and which is live. */
export function VersionList<Version extends VersionSummary>({
  versions,
  shown,
  choose,
  noteOf,
}: {
  versions: readonly Version[];
  shown: number;
  choose(number: number): void;
  /** A third line. */
  noteOf?: (version: Version) => string;
}) {
  return (
    <ul aria-label="Versions" className="flex max-h-44 flex-col gap-px overflow-y-auto md:max-h-[66vh]">
      {versions.map((version) => (
        <li key={version.number}>
          <button
            type="button"
            aria-current={version.number === shown}
            onClick={() => choose(version.number)}
            className="w-full rounded-md px-2 py-1.5 text-left hover:bg-surface-2 aria-[current=true]:bg-surface-3"
          >
            <span className="flex items-center gap-2 text-sm font-medium">
              Version {version.number}
              {version.live && (
                <span className="rounded bg-success-soft px-1.5 text-2xs font-medium text-success">Live</span>
              )}
            </span>
            <span className="block truncate text-xs text-muted" title={version.created_by}>
              <Time at={version.created_at} /> · {version.created_by}
            </span>
            {noteOf && <span className="block truncate text-xs text-muted">{noteOf(version)}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}
