/** A JSON Schema out of an example: what every value like it would look like. */

type Json = Record<string, unknown>;

/** What was seen at one place of the examples. */
type Seen = {
  types: Set<string>;
  /** The format that every text had; null when they differ or have none. */
  format: string | null;
  objects: number;
  members: Map<string, { seen: Seen; count: number }>;
  items: Seen | null;
};

/** The schema of an example. A null says nothing about what else may stand there. */
export function inferSchema(example: unknown): Json {
  const seen = nothing();
  look(seen, example);
  return schemaOf(seen);
}

function nothing(): Seen {
  return { types: new Set(), format: null, objects: 0, members: new Map(), items: null };
}

function look(seen: Seen, value: unknown): void {
  const type = typeOf(value);
  if (type === "string") {
    const format = formatOf(String(value));
    seen.format = seen.types.has("string") && seen.format !== format ? null : format;
  }
  seen.types.add(type);
  if (Array.isArray(value)) {
    seen.items ??= nothing();
    for (const item of value) look(seen.items, item);
  } else if (typeof value === "object" && value !== null) {
    seen.objects += 1;
    for (const [name, member] of Object.entries(value)) lookAtMember(seen, name, member);
  }
}

function lookAtMember(seen: Seen, name: string, member: unknown): void {
  const known = seen.members.get(name) ?? { seen: nothing(), count: 0 };
  known.count += 1;
  look(known.seen, member);
  seen.members.set(name, known);
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function schemaOf(seen: Seen): Json {
  const types = [...seen.types].filter((type) => type !== "integer" || !seen.types.has("number"));
  if (types.length === 0 || (types.length === 1 && types[0] === "null")) return {};
  return {
    type: types.length === 1 ? types[0] : types,
    ...(types.includes("string") && seen.format !== null && { format: seen.format }),
    ...(types.includes("object") && membersOf(seen)),
    ...(types.includes("array") && seen.items !== null && seen.items.types.size > 0 && { items: schemaOf(seen.items) }),
  };
}

/** What every object had, and was not just null, is required. */
function membersOf({ members, objects }: Seen): Json {
  const all = [...members];
  const required = all
    .filter(([, { seen, count }]) => count === objects && !(seen.types.size === 1 && seen.types.has("null")))
    .map(([name]) => name);
  return {
    properties: Object.fromEntries(all.map(([name, { seen }]) => [name, schemaOf(seen)])),
    ...(required.length > 0 && { required }),
  };
}

const formats: readonly [string, RegExp][] = [
  ["date-time", /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/],
  ["date", /^\d{4}-\d{2}-\d{2}$/],
  ["email", /^[\w.+-]+@[\w-]+(\.[\w-]+)+$/],
  ["uri", /^https?:\/\/[^\s]+$/],
];

function formatOf(text: string): string | null {
  return formats.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}
