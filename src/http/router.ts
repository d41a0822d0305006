import type { Result, Router } from "hono/router";
import { PatternRouter } from "hono/router/pattern-router";

/**
 * The first route that fits an address, remembered by the address: the patterns of all routes together cost more than
 * everything else that is done before a route is served. No handler of ours asks for the next one.
 */
export class RememberingRouter<T> implements Router<T> {
  readonly name = "RememberingRouter";
  readonly #patterns = new PatternRouter<T>();
  #known = new Map<string, Result<T>>();

  add(method: string, path: string, handler: T): void {
    this.#patterns.add(method, path, handler);
    this.#known.clear();
  }

  match(method: string, path: string): Result<T> {
    if (path.length > mostCharacters) return this.#find(method, path);
    const address = `${method} ${path}`;
    let found = this.#known.get(address);
    if (found === undefined) {
      found = this.#find(method, path);
      // Addresses with ids come and go: those that are asked for again are soon known again.
      if (this.#known.size === mostKnown) this.#known.clear();
      this.#known.set(address, found);
    }
    return found;
  }

  #find(method: string, path: string): Result<T> {
    const [handlers] = this.#patterns.match(method, path) as [[T, Record<string, string>][]];
    return [handlers.slice(0, 1)];
  }
}

const mostKnown = 1_000;
const mostCharacters = 300;
