import { useEffect, useState } from "react";
import type { Page, Reading } from "../../../reactive/reactive.ts";

/**
 * Each change of the draft makes another page. For the canvas they are one: a component is drawn anew when a value that it
 * shows has become another, not because somebody typed into the settings of its neighbour.
 */
export function useSteadyPage(page: Page): Page {
  const [steady] = useState(() => new SteadyPage(page));
  // What is drawn in this very render reads the new page already.
  steady.goOnWith(page);
  // What is not there any more has stopped following by then; the page before ends after it.
  useEffect(() => steady.follow(page), [steady, page]);
  return steady.page;
}

type Follower = { readonly path: string; readonly tell: (reading: Reading) => void; end: () => void };

class SteadyPage {
  readonly page: Page;
  readonly #followers = new Set<Follower>();
  #now: Page;
  #followed: Page;

  constructor(first: Page) {
    this.#now = first;
    this.#followed = first;
    this.page = {
      load: () => this.#now.load(),
      get: (path) => this.#now.get(path),
      subscribe: (path, tell) => this.#subscribe(path, tell),
      watch: (tell) => this.#now.watch(tell),
      set: (path, value) => this.#now.set(path, value),
      setAll: (values) => this.#now.setAll(values),
      dispatch: (...event) => this.#now.dispatch(...event),
      refresh: (call) => this.#now.refresh(call),
      triggerOf: (call) => this.#now.triggerOf(call),
      cancel: (call) => this.#now.cancel(call),
      snapshot: () => this.#now.snapshot(),
      dispose: () => this.#now.dispose(),
    };
  }

  goOnWith(page: Page): void {
    this.#now = page;
  }

  /** Whoever follows a value follows it on the new page, and is told what it is there. */
  follow(page: Page): void {
    if (this.#followed === page) return;
    this.#followed = page;
    for (const follower of this.#followers) {
      follower.end();
      follower.end = page.subscribe(follower.path, follower.tell);
    }
    for (const { path, tell } of [...this.#followers]) tell(page.get(path));
  }

  #subscribe(path: string, tell: (reading: Reading) => void): () => void {
    const follower: Follower = { path, tell, end: this.#now.subscribe(path, tell) };
    this.#followers.add(follower);
    return () => {
      follower.end();
      this.#followers.delete(follower);
    };
  }
}
