import { Lock, TriangleAlert } from "lucide-react";
import { type Access, runSentence } from "../../views/view-words.ts";

/** Who can use the page, and, where that is anybody, what they can run. */
export function AccessBox({ access, worklets }: { access: Access; worklets: readonly string[] }) {
  const isOpen = access === "link";
  const Icon = isOpen ? TriangleAlert : Lock;
  return (
    <div
      role="note"
      className={`flex items-start gap-2 rounded-md px-3 py-2 text-sm ${isOpen ? "bg-warning-soft text-warning" : "bg-surface-2"}`}
    >
      <Icon size={15} aria-hidden className="mt-0.5 shrink-0" />
      <p className="min-w-0 break-words">{runSentence(access, worklets)}</p>
    </div>
  );
}
