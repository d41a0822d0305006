import { ExternalLink } from "lucide-react";
import { buttonClass } from "../../parts/button.tsx";
import { CopyButton } from "../../parts/copy.tsx";
import { addressOfView } from "../../views/view-words.ts";

/** The whole address of a published view, to copy and to open. */
export function ViewAddress({ application, view }: { application: string; view: string }) {
  const address = location.origin + addressOfView(application, view);
  return (
    <div className="flex min-w-0 items-center gap-1 rounded-md border border-border bg-surface-2 py-0.5 pr-1 pl-2.5">
      <code className="min-w-0 flex-1 truncate font-mono text-xs" title={address}>
        {address}
      </code>
      <CopyButton text={address} label="Copy the address" />
      <a href={address} target="_blank" rel="noreferrer" className={buttonClass("ghost", "small")}>
        <ExternalLink size={13} aria-hidden /> Open
      </a>
    </div>
  );
}
