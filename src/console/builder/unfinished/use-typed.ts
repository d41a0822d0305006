import { useState } from "react";
import { useBuilder } from "../builder-context.ts";
import { addressOf } from "../document/pointer.ts";
import { insteadAt, type Unfinished } from "./unfinished.ts";
import { useHeldTexts } from "./unfinished-context.tsx";

/** A field whose text is not a value with each letter: what is none stays as it was typed, and is told wherever saving is. */

export type Read = { readonly value: unknown } | { readonly wrong: string };

export type Typed = {
  readonly text: string;
  /** Why the text is not taken; null: it is. */
  readonly wrong: string | null;
  readonly type: (text: string) => void;
  /** Shows again what the draft has. */
  readonly discard: () => void;
};

export type HeldText = {
  /** What the field holds that is not taken. */
  readonly standing: Unfinished | null;
  readonly hold: (what: Omit<Unfinished, "instead"> | null) => void;
  /** The field is written in another way now, and each way has a text of its own. */
  readonly turn: (from: string, to: string) => void;
};

/** What the field at this JSON pointer holds that is not taken, and what keeps another one. */
export function useHeldText(at: string): HeldText {
  const { draft } = useBuilder();
  const { texts, held } = useHeldTexts();
  const address = addressOf(at, draft);
  const instead = insteadAt(draft, at);
  const kept = Object.hasOwn(held, address) ? held[address] : undefined;
  const standing = kept?.instead === instead ? kept : null;
  return {
    standing,
    hold: (what) => texts.hold(address, what === null ? null : { ...what, instead }),
    turn: (from, to) => texts.turn(address, standing, from, to),
  };
}

export function useTyped({
  at,
  value,
  textOf,
  read,
  shown,
  onChange,
}: {
  /** The field's JSON pointer in the draft. */
  at: string;
  value: unknown;
  textOf(value: unknown): string;
  read(text: string): Read;
  /** The value in a few words. */
  shown(value: unknown): string;
  onChange(value: unknown): void;
}): Typed {
  const { standing, hold } = useHeldText(at);
  // The same value is written in many ways.
  const [taken, setTaken] = useState<string | null>(null);
  const isTaken = taken !== null && isOf(read(taken), value);
  return {
    text: standing?.text ?? (isTaken ? taken : textOf(value)),
    wrong: standing?.wrong ?? null,
    type: (text) => {
      const result = read(text);
      if ("wrong" in result) return hold({ text, wrong: result.wrong, shown: shown(value) });
      hold(null);
      setTaken(text);
      if (!isOf(result, value)) onChange(result.value);
    },
    discard: () => {
      hold(null);
      setTaken(null);
    },
  };
}

function isOf(read: Read, value: unknown): boolean {
  return "value" in read && JSON.stringify(read.value) === JSON.stringify(value);
}
