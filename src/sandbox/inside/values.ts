/**
 * Part of the module that runs inside the isolate: values on their way out. Whatever user code returns or throws becomes
 * bounded JSON text or a failure; every read of a foreign value stands in its own try, because a getter, a proxy or
 * `Error.prepareStackTrace` of user code runs there. Objects of ours have all their members: an absent one would be read
 * from `Object.prototype`, which user code can change.
 */
export const values = String.raw`
const messageCharacters = 8000;
const statuses = { __proto__: null, 400: true, 404: true, 409: true, 422: true };

function failed(kind, message, stack = "") {
  return { text: null, failure: { kind, message: cut(message, messageCharacters), stack, status: null } };
}

function failedBy(kind, thrown) {
  const { message, stack, status } = describe(thrown);
  return { text: null, failure: { kind, message, stack, status } };
}

/** {text, failure}, one of them null. "subject" begins the sentence: "The function returned". "before": what is fine, if it is still that. */
function textOf(value, subject, mostBytes, before = null) {
  if (value === undefined) return { text: "null", failure: null };
  const type = typeof value;
  if (type === "function" || type === "symbol") return failed("user", subject + " a " + type + ", which is not JSON.");
  let text;
  try {
    text = stringify(value);
  } catch (thrown) {
    return notJson(thrown, subject, mostBytes);
  }
  if (text === before) return { text, failure: null };
  if (text === undefined) return { text: "null", failure: null };
  if (text === "{}") {
    const lost = lostIn(value);
    if (lost !== null) return failed("user", subject + " " + lost);
  }
  if (isLargerThan(text, mostBytes)) return tooLarge(subject, mostBytes);
  if (text.length > 2 * LIMITS.depth && isTooDeep(text)) return tooDeep(subject);
  return { text, failure: null };
}

/** What JSON silently makes an empty object of, and what to do about it; null for an object that is empty. */
function lostIn(value) {
  try {
    if (value instanceof RealMap) return "a Map, which is not JSON. Make it an object with Object.fromEntries.";
    if (value instanceof RealSet) return "a Set, which is not JSON. Make it an array with Array.from.";
    const isStepped = typeof value.next === "function";
    if (isStepped && (typeof value[iterator] === "function" || typeof value[asyncIterator] === "function")) {
      return "a generator, which is not JSON. Collect its values into an array.";
    }
    if (typeof value[asyncIterator] === "function") return "a stream, which is not JSON. Collect what it gives into an array.";
  } catch {}
  return null;
}

function notJson(thrown, subject, mostBytes) {
  const described = describe(thrown);
  const { message } = described;
  if (message === "RangeError: Maximum call stack size exceeded") return tooDeep(subject);
  if (message === "RangeError: Invalid string length") return tooLarge(subject, mostBytes);
  if (message === "TypeError: Do not know how to serialize a BigInt") {
    return failed("user", subject + " a BigInt, which is not JSON. Make it a string or a number.", described.stack);
  }
  if (starts(message, "TypeError: Converting circular structure to JSON")) {
    return failed("user", subject + " an object that contains itself, which is not JSON.", described.stack);
  }
  return failedBy("user", thrown);
}

function starts(text, beginning) {
  return apply(slice, text, [0, beginning.length]) === beginning;
}

function tooLarge(subject, mostBytes) {
  return failed("limit", subject + " more than " + mostBytes + " bytes of JSON, which is the limit.");
}

function tooDeep(subject) {
  return failed("limit", subject + " a value nested more than " + LIMITS.depth + " levels deep, which is the limit.");
}

function isTooDeep(text) {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === "\\") at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "[" || character === "{") {
      if (++depth > LIMITS.depth) return true;
    } else if (character === "]" || character === "}") depth--;
  }
  return false;
}

/** What was thrown, as text: {message, stack} and the status that it asks for. */
function describe(thrown) {
  const described = { message: "", stack: "", status: null };
  if ((typeof thrown !== "object" && typeof thrown !== "function") || thrown === null) {
    described.message = cut(String(thrown), messageCharacters);
    return described;
  }
  const name = readText(thrown, "name");
  const message = readText(thrown, "message");
  described.message = name && message ? name + ": " + message : name || message || shown([thrown]);
  described.message = cut(described.message, messageCharacters);
  described.stack = readText(thrown, "stack");
  try {
    const { status } = thrown;
    if (typeof status === "number" && statuses[status] === true) described.status = status;
  } catch {}
  return described;
}

function readText(object, name) {
  try {
    const value = object[name];
    return typeof value === "string" ? cut(value, messageCharacters) : "";
  } catch {
    return "";
  }
}
`;
