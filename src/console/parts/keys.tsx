import { useEffect, useRef } from "react";

/** Keys of the keyboard: how they are written, and what they do on a page. */

const isMac = /mac|iphone|ipad/i.test(navigator.platform);

const names: Record<string, string> = {
  mod: isMac ? "⌘" : "Ctrl",
  shift: isMac ? "⇧" : "Shift",
  alt: isMac ? "⌥" : "Alt",
  enter: "Enter",
  escape: "Esc",
  backspace: "Backspace",
  delete: "Del",
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  plus: "+",
};

/** Shows keys: `mod+shift+enter`. */
export function Keys({ keys, className = "" }: { keys: string; className?: string }) {
  return (
    <span className={`inline-flex gap-0.5 ${className}`}>
      {keys.split("+").map((key) => (
        <kbd
          key={key}
          className="rounded border border-border bg-surface-2 px-1 font-sans text-2xs leading-4 text-muted"
        >
          {names[key] ?? key.toUpperCase()}
        </kbd>
      ))}
    </span>
  );
}

/**
 * A key and what it does. `label` is what the list of keys (`?`) says; without one it is not listed. A key that holds in one part
 * of the page only names that first: `Graph: zoom in`.
 */
export type KeyBinding = {
  keys: string;
  label?: string;
  /** Also while something is typed into a field; by default only keys with `mod` are. */
  whileTyping?: boolean;
  /** Where the key holds: elsewhere it is left to the browser. */
  when?(event: KeyboardEvent): boolean;
  run(event: KeyboardEvent): void;
};

/** What is bound now, for the list of keys. */
const bound = new Set<{ current: readonly KeyBinding[] }>();

export function boundKeys(): KeyBinding[] {
  return [...bound].flatMap(({ current }) => current).filter(({ label }) => label !== undefined);
}

/** The part of the page that a label names; null: the key holds everywhere. */
export function partOf(label: string): string | null {
  return /^([A-Z]\w*): /.exec(label)?.[1] ?? null;
}

/** Binds keys as long as the component is shown. Of two that bind the same, the one that came later has it. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  useEffect(() => {
    if (bound.size === 0) document.addEventListener("keydown", press);
    bound.add(latest);
    return () => {
      bound.delete(latest);
      if (bound.size === 0) document.removeEventListener("keydown", press);
    };
  }, []);
}

function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  for (const { current } of [...bound].reverse()) {
    const binding = current.find((each) => isPressed(each, event));
    if (!binding) continue;
    event.preventDefault();
    binding.run(event);
    return;
  }
}

function isPressed({ keys, whileTyping, when }: KeyBinding, event: KeyboardEvent): boolean {
  const parts = keys.split("+");
  const key = parts.at(-1) === "plus" ? "+" : parts.at(-1);
  const mod = parts.includes("mod");
  if (!(whileTyping ?? mod) && isTyping(event)) return false;
  // A letter that does something on the page does nothing in a window over it.
  if (!mod && !when && isInWindow(event)) return false;
  if (mod !== (isMac ? event.metaKey : event.ctrlKey) || parts.includes("alt") !== event.altKey) return false;
  // A sign such as ? is typed with shift on some keyboards and without on others.
  const isSign = key !== undefined && key.length === 1 && !/[a-z0-9]/.test(key);
  if (!isSign && parts.includes("shift") !== event.shiftKey) return false;
  return event.key.toLowerCase() === key && (when?.(event) ?? true);
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
}

function isInWindow({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest("[role=dialog], [role=alertdialog]") !== null;
}
