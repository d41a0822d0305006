import type { ViewPage } from "../../contract/view-call.ts";
import { type Beginning, createPage, type Page } from "../../reactive/reactive.ts";
import { keptPending, makeCallPort, type ServerCalls } from "../server/call-port.ts";
import { Problem } from "../server/problem.ts";
import { noMoreLink, ViewServer } from "../server/view-server.ts";
import type { Wire } from "../server/wire.ts";
import { addressOf, queryFrom } from "./address.ts";
import { AddressBar } from "./address-bar.ts";
import { type Effects, makeEffects } from "./effects.ts";
import { Watched } from "./watched.ts";

/** A published view from its first request on: its page, and the ones that take its place. */

export type Shown =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly problem: Problem }
  | { readonly state: "ready"; readonly name: string; readonly view: ViewPage["view"]; readonly page: Page };

/** What belongs to the page that is shown, and goes with it. */
type Live = { readonly of: ViewPage; readonly page: Page; readonly calls: ServerCalls; readonly bar: AddressBar };

const newPage = {
  tone: "info",
  message: "This page was published anew and is up to date now. What you entered is kept.",
} as const;

const newPageAndAgain = {
  tone: "warning",
  message: "This page was published anew. What you entered is kept, but what you did last was not done: do it again.",
} as const;

const signedOut = {
  tone: "warning",
  message: "You are signed out. Nothing you typed is lost: sign in in another tab, then go on here.",
  link: { label: "Sign in", href: "/console" },
} as const;

const linkIsOver = { tone: "warning", message: noMoreLink } as const;

const couldNot = "This did not work. The page could not do that: check what you entered or chose, and try again.";

/** What an action started gets so long to end before the page is replaced. */
const longestEndingMs = 30_000;

export class Program {
  readonly shown = new Watched<Shown>({ state: "loading" });
  readonly effects: Effects;
  private readonly wire: Wire;
  private readonly server: ViewServer;
  private live: Live | null = null;
  private isReplacing = false;
  private opening: Promise<void> | null = null;
  /** What the page left behind when it was hidden by the browser. */
  private left: { of: ViewPage; beginning: Beginning } | null = null;

  constructor(place: string, wire: Wire) {
    this.wire = wire;
    this.effects = makeEffects({
      navigate: (to) => this.navigate(to),
      mistake: (message) => this.wordsFor(message),
    });
    this.server = new ViewServer(place, wire, {
      page: (page) => void this.cameAnew(page),
      signedOut: () => this.tellSignedOut(),
    });
  }

  /** Asks for the page and shows it, or what is in the way. Who asks meanwhile gets the same one. */
  open(): Promise<void> {
    this.opening ??= this.show().finally(() => {
      this.opening = null;
    });
    return this.opening;
  }

  private async show(): Promise<void> {
    this.shown.set({ state: "loading" });
    try {
      const of = await this.server.page();
      this.begin(of, {
        query: queryFrom(location.search, of.view.query),
        pending: keptPending(this.wire, this.server),
      });
    } catch (error) {
      this.fail(error);
    }
  }

  /** The browser hides the page, for good or to bring it back later: what is under way is canceled, but background runs. */
  leave(): void {
    const { live } = this;
    if (live === null) return;
    this.left = { of: live.of, beginning: this.end(live) };
    this.server.rest();
  }

  /** The browser brings the page back as it was left. */
  comeBack(): void {
    const { left } = this;
    if (left === null) return;
    this.left = null;
    this.continue(left.of, left.beginning);
    this.server.wake();
  }

  private begin(of: ViewPage, beginning: Beginning): void {
    const calls = makeCallPort(this.server, this.wire, of);
    const ports = { calls, effects: this.effects.port, after: this.wire.after, newId: () => crypto.randomUUID() };
    try {
      const page = createPage(of.view, ports, beginning);
      this.live = { of, page, calls, bar: new AddressBar(page, of.view.query) };
      document.title = of.name;
      this.shown.set({ state: "ready", name: of.name, view: of.view, page });
      page.load().catch((error: unknown) => this.effects.port.failed(this.wordsFor(messageOf(error))));
    } catch (error) {
      this.fail(error);
    }
  }

  /** Goes on with what an earlier page kept. It was loaded already, so the actions of `load` are not repeated. */
  private continue(of: ViewPage, beginning: Beginning): void {
    this.begin({ ...of, view: { ...of.view, events: {} } }, beginning);
  }

  /** Ends the page, and gives what another one can begin with. */
  private end({ page, bar }: Live): Beginning {
    bar.leave();
    const { kept } = page.snapshot();
    this.live = null;
    page.dispose();
    this.effects.withdraw();
    return { kept, pending: keptPending(this.wire, this.server) };
  }

  /** With the first page nothing is shown yet; later ones come with new tokens, and now and then with another version. */
  private async cameAnew(of: ViewPage): Promise<void> {
    if (this.live === null || this.live.of.version === of.version || this.isReplacing) return;
    this.isReplacing = true;
    const enough = new Promise<void>((resolve) => void this.wire.after(longestEndingMs, resolve));
    await Promise.race([this.live.calls.settled(), enough]);
    this.isReplacing = false;
    if (this.live === null) {
      if (this.left !== null) this.left = { ...this.left, of };
      return;
    }
    const hasRefused = this.live.calls.hasRefused();
    this.continue(of, this.end(this.live));
    this.effects.notify(hasRefused ? newPageAndAgain : newPage);
  }

  private navigate({ view, query }: { view: string | null; query: Record<string, string> }): void {
    if (view === null) this.live?.bar.push(query);
    else location.assign(addressOf(this.server.place, view, query));
  }

  /** A stranger can mend nothing; whoever can finds what went wrong in the browser's console. */
  private wordsFor(mistake: string): string {
    const { live } = this;
    if (live?.of.access !== "link") return mistake;
    // biome-ignore lint/suspicious/noConsole: the page says less than is known.
    console.error(`An action of the view ${live.of.id} failed: ${mistake}`);
    return couldNot;
  }

  /** Before there is a page, the whole window says it. */
  private tellSignedOut(): void {
    if (this.live !== null) this.effects.notify(this.live.of.access === "link" ? linkIsOver : signedOut);
  }

  private fail(error: unknown): void {
    const problem = error instanceof Problem ? error : new Problem(200, "view.broken", messageOf(error));
    this.shown.set({ state: "failed", problem });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
