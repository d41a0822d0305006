import { Check, Copy } from "lucide-react";
import { useRef, useState } from "react";
import type { KeyWithSecret } from "../../contract/access.ts";
import { Button } from "../parts/button.tsx";
import { CodeText, copyText } from "../parts/copy.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { useNotify } from "../parts/toast.tsx";
import { tryLine } from "./key-words.ts";

/** The text of a key, this once. Only its button closes the dialog: a stray click must not lose what cannot be shown again. */
export function ShownKeyDialog({
  made,
  note,
  close,
}: {
  made: KeyWithSecret;
  note?: string | undefined;
  close(): void;
}) {
  const [isCopied, setCopied] = useState(false);
  const [isWarned, setWarned] = useState(false);
  const copyButton = useRef<HTMLButtonElement>(null);
  const { notify } = useNotify();
  const copy = async () => {
    if (await copyText(made.key)) setCopied(true);
    else notify({ title: "The browser does not allow copying here", detail: "Select the key and copy it by hand." });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && setWarned(true)}
      title={`The key ${made.name}`}
      description="Copy it now: it is shown this once and kept nowhere. Whoever has it may do what it may."
      initialFocus={copyButton}
      footer={
        <>
          {isWarned && !isCopied && (
            <p role="alert" className="min-w-0 flex-1 text-sm text-warning">
              The key is not shown again. Copy it first.
            </p>
          )}
          <Button weight="primary" onClick={close}>
            I have copied it
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {note && <p className="rounded-md bg-warning-soft px-3 py-2 text-sm text-warning">{note}</p>}
        <div className="flex flex-wrap items-center gap-2 rounded-lg border border-border bg-surface-2 p-2">
          <code className="min-w-0 flex-1 basis-60 px-1 font-mono text-sm break-all select-all">{made.key}</code>
          <Button
            ref={copyButton}
            icon={isCopied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
            onClick={copy}
          >
            {isCopied ? "Copied" : "Copy"}
          </Button>
        </div>
        <div className="flex flex-col gap-1.5">
          <p className="text-sm text-muted">Try it in a terminal; it answers who the key is:</p>
          <CodeText label="the curl line" text={tryLine(location.origin, made.key)} />
        </div>
      </div>
    </Dialog>
  );
}
