import { lazy, Suspense, useState } from "react";
import { Loading } from "../parts/states.tsx";
import { useTheme } from "../parts/theme.ts";

const DiffView = lazy(async () => ({ default: (await import("../code/diff-view.tsx")).DiffView }));

const groups = [
  { how: "added", title: "Added", mark: "+", color: "text-success" },
  { how: "modified", title: "Modified", mark: "~", color: "text-warning" },
  { how: "deleted", title: "Deleted", mark: "−", color: "text-danger" },
] as const;

/** One thing that differs, with its text before and after. */
type Compared = { kind: string; id: string; how: "added" | "modified" | "deleted"; before: string; after: string };

const keyOf = ({ kind, id }: Compared) => `${kind}/${id}`;

/** What changed as a list, and the chosen one line by line. */
export function ChangeBrowser<Item extends Compared>({
  items,
  nameOf,
}: {
  items: readonly Item[];
  /** What a person calls it, and what its text is: the ending of the path says the language. */
  nameOf(item: NoInfer<Item>): { label: string; path: string };
}) {
  const { isDark } = useTheme();
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = items.find((item) => keyOf(item) === chosen) ?? items[0];
  if (!shown) return null;
  const { label, path } = nameOf(shown);
  return (
    <div className="grid min-h-0 gap-3 md:grid-cols-[minmax(10rem,16rem)_1fr]">
      <nav aria-label="Changes" className="max-h-40 overflow-y-auto md:max-h-[52vh]">
        {groups.map(({ how, title, mark, color }) => {
          const own = items.filter((item) => item.how === how);
          if (own.length === 0) return null;
          return (
            <section key={how} aria-label={title} className="mb-2">
              <h3 className={`px-2 text-xs font-semibold ${color}`}>
                {title} <span className="font-normal text-muted">{own.length}</span>
              </h3>
              <ul>
                {own.map((item) => (
                  <li key={keyOf(item)}>
                    <button
                      type="button"
                      aria-current={item === shown}
                      title={nameOf(item).label}
                      onClick={() => setChosen(keyOf(item))}
                      className="flex w-full items-center gap-1.5 rounded-md px-2 py-1 text-left text-sm hover:bg-surface-2 aria-[current=true]:bg-surface-3 aria-[current=true]:font-medium"
                    >
                      <span aria-hidden className={`w-3 shrink-0 text-center font-mono ${color}`}>
                        {mark}
                      </span>
                      <span className="min-w-0 truncate">{nameOf(item).label}</span>
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </nav>
      <div className="h-[44vh] min-w-0 overflow-hidden rounded-lg border border-border md:h-[52vh]">
        <Suspense fallback={<Loading rows={5} label="Loading the changes" />}>
          <DiffView
            key={keyOf(shown)}
            path={path}
            before={shown.before}
            after={shown.after}
            label={`Changes of ${label}`}
            dark={isDark}
          />
        </Suspense>
      </div>
    </div>
  );
}
