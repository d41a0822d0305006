import { useRef, useState } from "react";
import { Dialog } from "../parts/dialog.tsx";
import { boundKeys, type KeyBinding, Keys, partOf } from "../parts/keys.tsx";

/** Every key that does something on this page; those of one part of it under its name. */
export function KeyHelp({ close }: { close(): void }) {
  const [bindings] = useState(boundKeys);
  const list = useRef<HTMLElement>(null);
  const parts = [...new Set(bindings.map(({ label = "" }) => partOf(label)))];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title="Keys of the keyboard"
      width="small"
      initialFocus={list}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list is scrolled by the keyboard. */}
      <section ref={list} tabIndex={0} aria-label="All keys" className="flex flex-col gap-5 outline-none">
        {parts.map((part) => (
          <section key={part ?? ""}>
            {part !== null && <h3 className="mb-1.5 text-sm font-semibold">{part}</h3>}
            <KeyList bindings={bindings.filter(({ label = "" }) => partOf(label) === part)} />
          </section>
        ))}
      </section>
    </Dialog>
  );
}

function KeyList({ bindings }: { bindings: KeyBinding[] }) {
  return (
    <dl className="flex flex-col gap-1.5">
      {bindings.map(({ keys, label = "" }) => (
        <div key={`${keys} ${label}`} className="flex items-center justify-between gap-4">
          <dt className="text-sm">{withoutPart(label)}</dt>
          <dd>
            <Keys keys={keys} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** `Graph: zoom in` stands under Graph as `Zoom in`. */
function withoutPart(label: string): string {
  const part = partOf(label);
  if (part === null) return label;
  const rest = label.slice(part.length + 2);
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
