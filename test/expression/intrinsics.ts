/** The objects of the language that an escape would change. */
const watched: Record<string, object> = {
  globalThis,
  Object,
  Function,
  Array,
  String,
  Number,
  Boolean,
  Symbol,
  Date,
  Math,
  JSON,
  Reflect,
  Promise,
  RegExp,
  Map,
  Error,
  "Object.prototype": Object.prototype,
  "Function.prototype": Function.prototype,
  "Array.prototype": Array.prototype,
  "String.prototype": String.prototype,
  "Number.prototype": Number.prototype,
  "Boolean.prototype": Boolean.prototype,
  "Symbol.prototype": Symbol.prototype,
  "Date.prototype": Date.prototype,
  "Promise.prototype": Promise.prototype,
  "RegExp.prototype": RegExp.prototype,
  "Map.prototype": Map.prototype,
  "Set.prototype": Set.prototype,
  "Error.prototype": Error.prototype,
  "the prototype of a list's iterator": Object.getPrototypeOf([][Symbol.iterator]()) as object,
  "the prototype of a generator": Object.getPrototypeOf(function* () {}) as object,
  "the prototype of an async function": Object.getPrototypeOf(async () => {}) as object,
};

type Descriptors = Map<string | symbol, PropertyDescriptor | undefined>;
type Snapshot = Map<string, Descriptors>;

/** Every own name of the watched objects, with its descriptor. */
export function snapshot(): Snapshot {
  const taken: Snapshot = new Map();
  for (const [name, object] of Object.entries(watched)) {
    const keys = Reflect.ownKeys(object);
    taken.set(name, new Map(keys.map((key) => [key, Object.getOwnPropertyDescriptor(object, key)])));
  }
  return taken;
}

/** The names that came, went or mean something else. */
export function changesSince(before: Snapshot): string[] {
  const changes: string[] = [];
  for (const [name, now] of snapshot()) {
    const then = before.get(name) ?? new Map<string | symbol, PropertyDescriptor | undefined>();
    for (const key of new Set([...then.keys(), ...now.keys()])) {
      if (!isSameDescriptor(then.get(key), now.get(key))) changes.push(`${name}.${String(key)}`);
    }
  }
  return changes;
}

function isSameDescriptor(one: PropertyDescriptor | undefined, other: PropertyDescriptor | undefined): boolean {
  if (!one || !other) return one === other;
  const parts = ["value", "get", "set", "enumerable", "configurable", "writable"] as const;
  return parts.every((part) => Object.is(one[part], other[part]));
}
