import type { Wrong } from "../api/problem.ts";
import type { FieldPlan } from "./plan.ts";

/** What is wrong with an input, by the place in it that it is about. */

/** Messages by JSON pointer into the input; "" is the whole of it. */
export type Wrongs = ReadonlyMap<string, readonly string[]>;

const root = "/worklet_input";
const missing = /required property "((?:[^"\\]|\\.)*)"/;

/** What the server said about `worklet_input`. A member that is missing is reported where it belongs. */
export function inputWrongs(errors: readonly Wrong[]): Wrongs {
  const wrongs = new Map<string, string[]>();
  for (const { path, message } of errors) {
    if (path !== root && !path.startsWith(`${root}/`)) continue;
    const name = missing.exec(message)?.[1];
    const at = path.slice(root.length) + (name === undefined ? "" : pointerStep(name));
    wrongs.set(at, [...(wrongs.get(at) ?? []), name === undefined ? message : "This is required."]);
  }
  return wrongs;
}

/** Messages about this place and, with `inside`, about what lies in it. */
export function wrongsAt(wrongs: Wrongs, pointer: string, inside = false): string[] {
  if (!inside) return [...(wrongs.get(pointer) ?? [])];
  return [...wrongs].flatMap(([at, messages]) => {
    if (at === pointer) return messages;
    return at.startsWith(`${pointer}/`) ? messages.map((message) => `${at.slice(pointer.length + 1)}: ${message}`) : [];
  });
}

/** Without what was said about places whose value has changed since: it may be right now. */
export function standingWrongs(wrongs: Wrongs, sent: unknown, now: unknown): Wrongs {
  if (sent === now || wrongs.size === 0) return wrongs;
  const isSame = (pointer: string) => JSON.stringify(partAt(sent, pointer)) === JSON.stringify(partAt(now, pointer));
  return new Map([...wrongs].filter(([pointer]) => isSame(pointer)));
}

function partAt(value: unknown, pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .reduce<unknown>((part, step) => {
      const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
      if (typeof part !== "object" || part === null || !Object.hasOwn(part, name)) return undefined;
      return (part as Record<string, unknown>)[name];
    }, value);
}

/** A name as one step of a JSON pointer. */
export function pointerStep(name: string | number): string {
  return `/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** What can be told before the server is asked; null: nothing. */
export function ownWrong(plan: FieldPlan, value: unknown): string | null {
  if (plan.kind !== "number" || value === undefined || value === null) return null;
  if (typeof value !== "number") {
    const isLong = typeof value === "string" && /^\s*[+-]?\d+\s*$/.test(value);
    return isLong ? "This number has more digits than JSON numbers keep." : "This is not a number.";
  }
  if (plan.isInteger && !Number.isInteger(value)) return "A whole number is needed.";
  if (plan.minimum !== null && value < plan.minimum) return `The least is ${plan.minimum}.`;
  if (plan.maximum !== null && value > plan.maximum) return `The most is ${plan.maximum}.`;
  return null;
}
