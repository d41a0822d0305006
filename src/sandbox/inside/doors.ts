/**
 * First part of the module that runs inside the isolate: takes the primitives before user code can change them, and closes
 * the doors through which user code would outlive its call. (The parts are one module: they share their names.)
 *
 * What keeps a request context alive after its end, measured: `waitUntil` of `cloudflare:workers`, a streamed request body,
 * an open WebSocket, `sendBeacon`. So `cloudflare:*` is shadowed, bodies are read before they are sent, the gateway
 * refuses sockets and streamed bodies, and `sendBeacon` and the shared cache are gone.
 */
export const doors = `
import { AsyncLocalStorage } from "node:async_hooks";

const builtinModule = process.getBuiltinModule;
const { WorkerEntrypoint } = builtinModule("cloudflare:workers");

const { parse, stringify } = JSON;
const { apply } = Reflect;
const { freeze, defineProperty, keys } = Object;
const { now } = Date;
const { iterator, asyncIterator } = Symbol;
const RealMap = Map;
const RealSet = Set;
const { setTimeout, clearTimeout } = globalThis;
const RealPromise = Promise;
const RealError = Error;
const RealTypeError = TypeError;
const RealRequest = Request;
const RealURL = URL;
const RealAbortController = AbortController;
const abort = AbortController.prototype.abort;
const slice = String.prototype.slice;
const encoder = new TextEncoder();
const encode = encoder.encode;

function cut(text, most) {
  return text.length <= most ? text : apply(slice, text, [0, most - 1]) + "…";
}

/** Counts only when it has to: a UTF-16 unit is one to three bytes. */
function isLargerThan(text, mostBytes) {
  if (text.length > mostBytes) return true;
  return text.length * 3 > mostBytes && bytesOf(text) > mostBytes;
}

function bytesOf(text) {
  return apply(encode, encoder, [text]).length;
}

function openBuiltinModule(id) {
  const name = apply(slice, id, [0, 5]) === "node:" ? apply(slice, id, [5]) : id;
  if (name === "process") return process;
  return name === "module" ? undefined : builtinModule("node:" + name);
}
defineProperty(process, "getBuiltinModule", { value: (id) => openBuiltinModule(String(id)) });

const realFetch = globalThis.fetch;
const bodyOf = Object.getOwnPropertyDescriptor(findOwner(Request.prototype, "body"), "body").get;
const readBytes = Request.prototype.arrayBuffer;
const scope = findOwner(globalThis, "fetch");
defineProperty(scope, "fetch", {
  configurable: true,
  enumerable: true,
  writable: true,
  value: async function fetch(input, init) {
    const request = new RealRequest(input, init);
    refuseCredentials(request.url);
    if (apply(bodyOf, request, []) === null) return realFetch(request);
    const body = await apply(readBytes, request, []);
    return realFetch(request.url, {
      method: request.method, headers: request.headers, redirect: request.redirect, signal: request.signal, body,
    });
  },
});

/** The runtime drops them without a word before the gateway could see them: the request would go out without. */
function refuseCredentials(address) {
  const { protocol, host, username, password } = new RealURL(address);
  if (username === "" && password === "") return;
  const at = protocol + "//" + host + "/";
  throw new RealTypeError(at + " carries a user name or password: send an Authorization header instead.");
}

delete Navigator.prototype.sendBeacon;
delete findOwner(globalThis, "caches").caches;

function findOwner(object, name) {
  for (let owner = object; owner; owner = Object.getPrototypeOf(owner)) if (Object.hasOwn(owner, name)) return owner;
  return object;
}
`;

const refused = (name: string) => `throw new Error("Worklets cannot import ${name}.");`;

/**
 * Modules of the isolate that stand before the runtime's own: a module of the bundle wins over a built-in one of its name.
 * `node:module` leads to `cloudflare:workers` by `createRequire`; `node:process` does so by its own `getBuiltinModule`, and is
 * the one module that cannot be shadowed: refusing it is up to the compiler.
 */
export const shadows: Record<string, { js: string }> = {
  "cloudflare:workers": { js: refused("cloudflare:workers") },
  "cloudflare:sockets": { js: refused("cloudflare:sockets: use fetch") },
  "cloudflare:workflows": { js: refused("cloudflare:workflows") },
  "cloudflare:node": { js: refused("cloudflare:node") },
  "node:module": { js: refused("node:module") },
};
