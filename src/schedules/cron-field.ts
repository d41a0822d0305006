/** The grammar of one field of a cron line. Only what stands here goes on to the library that knows more forms. */

/** `every` is `*` or `*` with a step; `mark` is one of the forms with L, W or #, as it is written with numbers. */
export type Part =
  | { kind: "every"; step: number }
  | { kind: "range"; from: number; to: number; step: number }
  | { kind: "mark"; text: string };

/** Part by part, or a sentence about what is wrong with it. */
export type Read<T> = { value: T } | { wrong: string };

export type Field = {
  name: string;
  least: number;
  most: number;
  /** How many values there are; of weekdays one fewer than numbers, since 7 is Sunday too. */
  size: number;
  /** In the order of their numbers from `least` on. */
  names: readonly string[];
  /** Whether a range over everything is the same as `*`; of days it is not, since two set fields of days are an "or". */
  isWhole: boolean;
  mark(text: string, field: Field): Read<string> | null;
};

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const field = (name: string, least: number, most: number, others: Partial<Field> = {}): Field => {
  return { name, least, most, size: most - least + 1, names: [], isWhole: true, mark: () => null, ...others };
};

export const fields = [
  field("minute", 0, 59),
  field("hour", 0, 23),
  field("day of the month", 1, 31, { isWhole: false, mark: markOfDay }),
  field("month", 1, 12, { names: months }),
  field("day of the week", 0, 7, { names: days, size: 7, isWhole: false, mark: markOfWeekday }),
] as const;

/** The parts of a field's list. */
export function readField(field: Field, text: string): Read<Part[]> {
  if (text === "?" && !field.isWhole) return { value: [{ kind: "every", step: 1 }] };
  const parts: Part[] = [];
  const texts = text.toUpperCase().split(",");
  for (const each of texts) {
    const read = readPart(field, each);
    if ("wrong" in read) return read;
    if (texts.length > 1 && /^\*(?:\/1)?$/.test(each)) {
      return { wrong: `"*" in the list "${text}" means every ${field.name}. Write it alone, or leave it out.` };
    }
    if (texts.length > 1 && read.value.kind === "mark" && read.value.text.includes("W")) {
      return { wrong: `"${each}" cannot stand in a list. Make a schedule of its own for it.` };
    }
    parts.push(read.value);
  }
  const whole = parts.find((part) => part.kind === "every" && part.step === 1);
  return { value: whole ? [whole] : parts };
}

function readPart(field: Field, text: string): Read<Part> {
  const mark = field.mark(text, field);
  if (mark) return "wrong" in mark ? mark : { value: { kind: "mark", text: mark.value } };
  const [, first, second, stepText] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  if (first === undefined || (first === "*" && second !== undefined)) return { wrong: notUnderstood(field, text) };
  const step = stepText === undefined ? 1 : Number(stepText);
  if (step < 1 || step > field.size) {
    return { wrong: `A step of the ${field.name} is from 1 to ${field.size}. The simple form has longer ones.` };
  }
  if (first === "*") return { value: { kind: "every", step } };
  const from = numberOf(field, first);
  if (from === null) return { wrong: notUnderstood(field, first) };
  if (second === undefined) {
    if (stepText === undefined) return { value: one(field, from) };
    return { wrong: `"${text}" steps from where to where? Write ${first}-${lastOf(field)}/${stepText}.` };
  }
  const to = second === "SUN" && from > 0 ? field.most : numberOf(field, second);
  if (to === null) return { wrong: notUnderstood(field, second) };
  if (from > to) {
    const split = `${first}-${lastOf(field)},${field.least}-${second}`;
    return { wrong: `The range ${text} goes backwards. Split it in two: ${split}.` };
  }
  return { value: rangeOf(field, from, to, step) };
}

function one(field: Field, number: number): Part {
  const value = namedBy(field, number);
  return { kind: "range", from: value, to: value, step: 1 };
}

function namedBy(field: Field, number: number): number {
  return field.least + ((number - field.least) % field.size);
}

function lastOf(field: Field): number {
  return field.least + field.size - 1;
}

function rangeOf(field: Field, from: number, to: number, step: number): Part {
  if (from + step > to) return one(field, from);
  if (field.isWhole && from === field.least && to === field.most) return { kind: "every", step };
  // Sunday stands at both ends of a whole week.
  return { kind: "range", from, to: to - from < field.size ? to : lastOf(field), step };
}

/** A number or a name of the field; null: neither. */
function numberOf(field: Field, text: string): number | null {
  const named = field.names.indexOf(text);
  if (named >= 0) return field.least + named;
  const number = /^\d{1,2}$/.test(text) ? Number(text) : -1;
  return number >= field.least && number <= field.most ? number : null;
}

/** L: the last day. LW: the last day from Monday to Friday. 15W: the day from Monday to Friday nearest the 15th. */
function markOfDay(text: string, field: Field): Read<string> | null {
  if (text === "L" || text === "LW") return { value: text };
  const [, number] = /^(\d{1,2})W$/.exec(text) ?? [];
  if (number !== undefined && numberOf(field, number) !== null) return { value: `${Number(number)}W` };
  return /[LW]/.test(text) ? { wrong: `"${text}" is no day of the month. The forms are L, LW and 15W.` } : null;
}

/** 5L: the last Friday of the month. 5#2: the second. */
function markOfWeekday(text: string, field: Field): Read<string> | null {
  const [, name, nth] = /^(\w+?)(L|#[1-5])$/.exec(text) ?? [];
  const number = name === undefined ? null : numberOf(field, name);
  if (number !== null) return { value: `${number % 7}${nth}` };
  return /#|L$/.test(text)
    ? { wrong: `"${text}" is no day of the week. The forms are 5L, the last Friday, and 5#2, the second.` }
    : null;
}

function notUnderstood(field: Field, text: string): string {
  const names = field.names.length > 0 ? `, or ${field.names[0]} to ${field.names.at(-1)}` : "";
  return `"${text}" is no ${field.name}. Give ${field.least} to ${field.most}${names}, with * - , and / between.`;
}

/** The values that a part names; none of a mark. */
export function valuesOf(field: Field, part: Part): number[] {
  if (part.kind === "mark") return [];
  const { from, to } = part.kind === "every" ? { from: field.least, to: lastOf(field) } : part;
  const values: number[] = [];
  for (let number = from; number <= to; number += part.step) values.push(namedBy(field, number));
  return values;
}

/** A field as the library reads it. */
export function textOf(parts: readonly Part[]): string {
  return parts.map(textOfPart).join(",");
}

function textOfPart(part: Part): string {
  switch (part.kind) {
    case "mark":
      return part.text;
    case "every":
      return part.step === 1 ? "*" : `*/${part.step}`;
    case "range": {
      const range = part.from === part.to ? `${part.from}` : `${part.from}-${part.to}`;
      return part.step === 1 ? range : `${range}/${part.step}`;
    }
  }
}
