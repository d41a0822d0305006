import { ArrowRight } from "lucide-react";
import { useBuilder } from "../builder-context.ts";
import { fieldWords, whereIs } from "../live/problems.ts";
import { useUnfinished } from "../unfinished/unfinished-context.tsx";

/** What was typed and would not go live, each with the way to it. */
export function UnfinishedNote({ close }: { close(): void }) {
  const { draft, reveal } = useBuilder();
  const unfinished = useUnfinished();
  if (unfinished.length === 0) return null;
  const go = (path: string) => {
    close();
    reveal(path);
  };
  return (
    <div role="alert" className="rounded-md bg-warning-soft px-3 py-2 text-sm text-warning">
      <p className="font-medium">
        {fieldWords(unfinished.length)} {unfinished.length === 1 ? "holds" : "hold"} what is not in the draft, so it
        does not go live
      </p>
      <ul className="mt-1 flex flex-col gap-1">
        {unfinished.map(({ address, path, message }) => (
          <li key={address} className="min-w-0 break-words">
            <button
              type="button"
              onClick={() => go(path)}
              className="inline-flex max-w-full items-center gap-1 font-medium underline underline-offset-2"
            >
              <code className="min-w-0 truncate font-mono text-xs">{whereIs(path, draft)}</code>
              <ArrowRight size={12} aria-hidden className="shrink-0" />
            </button>{" "}
            {message}
          </li>
        ))}
      </ul>
    </div>
  );
}
