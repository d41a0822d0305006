import { Checkbox } from "../parts/field.tsx";
import { type EntryFate, fateWords, type PlannedEntry, valueSize } from "./secret-plan.ts";
import type { SeveralSecrets } from "./use-several-secrets.ts";

/** What a text of assignments would make: names and sizes, never a value. */
export function EnvPreview({ several }: { several: SeveralSecrets }) {
  const { entries, faults, refusals, mayReplace, setMayReplace } = several;
  const known = entries.filter(({ fate }) => fate === "exists" || fate === "replace").length;
  if (entries.length === 0 && faults.length === 0) return null;
  return (
    <div className="flex flex-col gap-2" aria-live="polite">
      {entries.length > 0 && (
        <ul className="max-h-64 divide-y divide-border overflow-y-auto rounded-md border border-border">
          {entries.map((entry) => (
            <Entry key={entry.name} entry={entry} refusal={refusals.get(entry.name)} />
          ))}
        </ul>
      )}
      {faults.length > 0 && (
        <ul className="text-xs text-warning">
          {faults.slice(0, 5).map(({ line, message }) => (
            <li key={line}>
              Line {line}: {message} It is left out.
            </li>
          ))}
          {faults.length > 5 && <li>And {faults.length - 5} more lines.</li>}
        </ul>
      )}
      {known > 0 && (
        <Checkbox
          label={
            known === 1 ? "Replace the value of the one that exists" : `Replace the values of the ${known} that exist`
          }
          checked={mayReplace}
          onChange={setMayReplace}
        />
      )}
    </div>
  );
}

const fateLooks: Record<EntryFate, string> = {
  add: "text-success",
  replace: "text-warning",
  exists: "text-muted",
  empty: "text-muted",
};

function Entry({ entry, refusal }: { entry: PlannedEntry; refusal: string | undefined }) {
  const { name, value, fate, earlierLines, line } = entry;
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 px-2.5 py-1">
      <code className="min-w-0 flex-1 basis-40 font-mono text-xs break-all">{name}</code>
      <span className="text-xs text-muted">{value !== "" && valueSize(value)}</span>
      <span className={`text-xs font-medium ${refusal ? "text-danger" : fateLooks[fate]}`}>
        {refusal ? "Refused" : fateWords[fate]}
      </span>
      {earlierLines.length > 0 && (
        <p className="basis-full text-xs text-warning">
          It is there more than once: line {line} counts, not {earlierLines.join(" and ")}.
        </p>
      )}
      {refusal && (
        <p role="alert" className="basis-full text-xs break-words text-danger">
          {refusal}
        </p>
      )}
    </li>
  );
}
