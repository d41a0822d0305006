import type { Page } from "../../reactive/reactive.ts";
import { queryFrom, searchWith } from "./address.ts";

/** Keeps the browser's address and the page's query parameters the same, both ways. */

type Declared = Readonly<Record<string, string>>;

/** Browsers refuse an address that changes with each letter typed. */
const restMs = 300;

export class AddressBar {
  private readonly page: Page;
  private readonly declared: Declared;
  private readonly ends: (() => void)[];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(page: Page, declared: Declared) {
    this.page = page;
    this.declared = declared;
    const takeBack = () => this.take();
    addEventListener("popstate", takeBack);
    this.ends = [
      ...Object.keys(declared).map((name) => page.subscribe(`query.${name}`, () => this.replaceSoon())),
      () => removeEventListener("popstate", takeBack),
    ];
  }

  /** A step that "back" undoes. */
  push(query: Readonly<Record<string, string>>): void {
    clearTimeout(this.timer);
    const search = searchWith(location.search, query, this.declared);
    if (search !== location.search) history.pushState(null, "", location.pathname + search);
  }

  leave(): void {
    if (this.timer !== undefined) this.replace();
    for (const end of this.ends) end();
  }

  private replaceSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.replace(), restMs);
  }

  private replace(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const query = Object.fromEntries(
      Object.keys(this.declared).map((name) => [name, String(this.page.get(`query.${name}`).value)]),
    );
    const search = searchWith(location.search, query, this.declared);
    if (search !== location.search) history.replaceState(history.state, "", location.pathname + search + location.hash);
  }

  /** The visitor went back or forward. */
  private take(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const query = { ...this.declared, ...queryFrom(location.search, this.declared) };
    this.page.setAll(Object.fromEntries(Object.entries(query).map(([name, value]) => [`query.${name}`, value])));
  }
}
