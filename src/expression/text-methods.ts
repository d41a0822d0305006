import { integerArgument, type Method, textArgument } from "./arguments.ts";
import { type Evaluation, slotBytes } from "./evaluation.ts";
import { toText } from "./operators.ts";
import { max, text } from "./primitives.ts";

/** Text that was made from other text of about its length. */
function made(result: string, evaluation: Evaluation): string {
  evaluation.grow(result.length);
  return result;
}

function changed(change: (self: string) => string): Method<string> {
  return (self, _args, evaluation) => {
    evaluation.read(self.length);
    return made(change(self), evaluation);
  };
}

type Search<Result> = (self: string, needle: string, from?: number) => Result;

function searched<Result>(search: Search<Result>, whole: number): Method<string> {
  return (self, args, evaluation) => {
    const needle = textArgument(args[0], evaluation);
    evaluation.search(self.length, needle.length);
    return search(self, needle, integerArgument(args[1], whole, evaluation));
  };
}

/** A text at the beginning or at the end: only its own length is looked at. */
function edged(search: Search<boolean>, whole: number): Method<string> {
  return (self, args, evaluation) => {
    const needle = textArgument(args[0], evaluation);
    evaluation.read(needle.length);
    return search(self, needle, integerArgument(args[1], whole, evaluation));
  };
}

function padded(pad: (self: string, length: number, filler: string) => string): Method<string> {
  return (self, args, evaluation) => {
    const length = integerArgument(args[0], 0, evaluation);
    const filler = args[1] === undefined ? " " : textArgument(args[1], evaluation);
    evaluation.grow(max(self.length, filler === "" ? 0 : length));
    return pad(self, length, filler);
  };
}

/** Part of a text, by two positions. */
function cut(take: (self: string, from: number, to: number) => string): Method<string> {
  return (self, args, evaluation) => {
    const from = integerArgument(args[0], 0, evaluation);
    return made(take(self, from, integerArgument(args[1], self.length, evaluation)), evaluation);
  };
}

/** The new text is taken literally: `$&` and the like mean nothing. */
function replaced(all: boolean): Method<string> {
  return (self, args, evaluation) => {
    const needle = textArgument(args[0], evaluation);
    const replacement = textArgument(args[1], evaluation);
    evaluation.search(self.length, needle.length);
    let result = "";
    let from = 0;
    let found = text.indexOf(self, needle);
    while (found >= 0) {
      evaluation.grow(found - from + replacement.length + slotBytes);
      result += text.slice(self, from, found) + replacement;
      from = found + needle.length;
      const next = needle === "" ? found + 1 : from;
      found = all && next <= self.length ? text.indexOf(self, needle, next) : -1;
    }
    return result + made(text.slice(self, from), evaluation);
  };
}

function split(self: string, args: readonly unknown[], evaluation: Evaluation): unknown {
  if (args[0] === undefined) return [self];
  const separator = textArgument(args[0], evaluation);
  evaluation.search(self.length, separator.length);
  evaluation.grow(self.length);
  const limit = args[1] === undefined ? undefined : max(0, integerArgument(args[1], 0, evaluation));
  const parts = text.split(self, separator, limit);
  evaluation.grow(parts.length * slotBytes);
  return parts;
}

/** The methods of text. None takes a regular expression, none depends on the language that a machine is set to. */
export const textMethods: Readonly<Record<string, Method<string>>> = {
  at: (self, args, evaluation) => {
    const index = integerArgument(args[0], 0, evaluation);
    return self[index < 0 ? self.length + index : index];
  },
  charAt: (self, args, evaluation) => self[integerArgument(args[0], 0, evaluation)] ?? "",
  charCodeAt: (self, args, evaluation) => text.charCodeAt(self, integerArgument(args[0], 0, evaluation)),
  codePointAt: (self, args, evaluation) => text.codePointAt(self, integerArgument(args[0], 0, evaluation)),
  concat: (self, args, evaluation) => {
    let result = self;
    for (let index = 0; index < args.length; index += 1) {
      const part = toText(args[index], evaluation);
      evaluation.grow(part.length + slotBytes);
      result += part;
    }
    return result;
  },
  endsWith: edged(text.endsWith, Number.POSITIVE_INFINITY),
  includes: searched(text.includes, 0),
  indexOf: searched(text.indexOf, 0),
  lastIndexOf: searched(text.lastIndexOf, Number.POSITIVE_INFINITY),
  padEnd: padded(text.padEnd),
  padStart: padded(text.padStart),
  repeat: (self, args, evaluation) => {
    const times = integerArgument(args[0], 0, evaluation);
    if (times < 0) return evaluation.fail("Text cannot be repeated fewer than 0 times");
    evaluation.grow(max(1, self.length) * times);
    return text.repeat(self, times);
  },
  replace: replaced(false),
  replaceAll: replaced(true),
  slice: cut(text.slice),
  split,
  startsWith: edged(text.startsWith, 0),
  substring: cut(text.substring),
  toLowerCase: changed(text.toLowerCase),
  toString: (self: string) => self,
  toUpperCase: changed(text.toUpperCase),
  trim: changed(text.trim),
  trimEnd: changed(text.trimEnd),
  trimStart: changed(text.trimStart),
};
