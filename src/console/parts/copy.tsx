import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "./button.tsx";
import { useNotify } from "./toast.tsx";

/** Copies a text, and says so for a moment. */
export function CopyButton({ text, label = "Copy" }: { text: string | (() => string); label?: string }) {
  const [isCopied, setCopied] = useState(false);
  const { notify } = useNotify();
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 1_500);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    if (await copyText(typeof text === "string" ? text : text())) setCopied(true);
    else notify({ title: "The browser does not allow copying here", detail: "Select the text and copy it by hand." });
  };
  return (
    <IconButton
      label={isCopied ? "Copied" : label}
      icon={isCopied ? <Check size={14} className="text-success" /> : <Copy size={14} />}
      onClick={copy}
    />
  );
}

/** Whether the text is in the clipboard now. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // Not allowed: the caller says so.
  }
}

/** An id: in the type of ids, with a button that copies it. */
export function Id({ id, label = "Copy id" }: { id: string; label?: string }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-1">
      <code className="truncate font-mono text-xs" title={id}>
        {id}
      </code>
      <CopyButton text={id} label={label} />
    </span>
  );
}

/** A command or a program to copy. */
export function CodeText({ text, label }: { text: string; label: string }) {
  return (
    <div className="relative rounded-lg border border-border bg-surface-2">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <section tabIndex={0} aria-label={label} className="overflow-x-auto rounded-lg">
        <pre className="w-max py-2.5 pr-10 pl-3 font-mono text-xs leading-5">{text}</pre>
      </section>
      <span className="absolute top-1.5 right-1.5 rounded bg-surface-2">
        <CopyButton text={text} label={`Copy ${label}`} />
      </span>
    </div>
  );
}

/** Copies a text and says so in the corner: for menus, which have closed by then. */
export function useCopy(): (text: string) => Promise<void> {
  const { notify } = useNotify();
  return async (text) => {
    const isCopied = await copyText(text);
    notify({ title: isCopied ? "Copied" : "The browser does not allow copying here", detail: text });
  };
}
