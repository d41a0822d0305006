import { lazy, Suspense, useState } from "react";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Loading } from "../parts/states.tsx";
import { useTheme } from "../parts/theme.ts";
import { parseInput } from "../schema-form/input-text.ts";
import { inferSchema } from "./schema-inference.ts";

const JsonEditor = lazy(async () => ({ default: (await import("../code/json-editor.tsx")).JsonEditor }));

/** Makes a schema out of an example that is pasted. */
export function InferDialog({
  what,
  replaces,
  close,
  take,
}: {
  what: "input" | "output";
  /** There is a schema already. */
  replaces: boolean;
  close(): void;
  take(text: string): void;
}) {
  const [text, setText] = useState("");
  const { isDark } = useTheme();
  const parsed = parseInput(text);
  const isThere = text.trim() !== "" && parsed.ok && parsed.value !== null;
  const use = () => {
    if (!isThere) return;
    take(JSON.stringify(inferSchema(parsed.value), null, 2));
    close();
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && close()}
      title="Infer from an example"
      description={`Paste an ${what} as it really comes. Everything in it becomes part of the schema; loosen it afterwards.`}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button weight="primary" disabled={!isThere} onClick={use}>
            {replaces ? "Replace the schema" : "Make the schema"}
          </Button>
        </>
      }
    >
      <div className="overflow-hidden rounded-md border border-border bg-surface focus-within:border-accent">
        <Suspense fallback={<Loading rows={3} label="Loading the editor" />}>
          <JsonEditor
            text={text}
            onChange={setText}
            label="Example, JSON"
            minLines={8}
            dark={isDark}
            keys={[
              {
                key: "Mod-Enter",
                run: () => {
                  use();
                  return true;
                },
              },
            ]}
          />
        </Suspense>
      </div>
      {!parsed.ok && <p className="mt-1 text-xs break-words text-danger">{parsed.message}</p>}
    </Dialog>
  );
}
