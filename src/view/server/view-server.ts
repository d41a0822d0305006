import type { ViewPage } from "../../contract/view-call.ts";
import { jsonOf, Problem, problemOf, unreachable } from "./problem.ts";
import type { Wire } from "./wire.ts";

/** The server as a view's page sees it: gives the page, and takes its calls with a token that is renewed in time. */

/** What the server tells beside answers. */
export type ServerNews = {
  /** A page came: the first one, or with a new token; its version may be another one. */
  readonly page: (page: ViewPage) => void;
  readonly signedOut: () => void;
};

type Sending = {
  readonly method?: "GET" | "POST";
  readonly body?: string;
  readonly signal?: AbortSignal;
  readonly accept?: string;
  /** Goes out even while the page is being left. */
  readonly keepalive?: boolean;
  /** Only for a page of this version: a call is not made as the one of that name in another version. */
  readonly version?: number;
};

const leastRenewalMs = 5_000;

/** The page of a link, when its visitor is asked to sign in. */
export const noMoreLink = "This view is not open to everybody any more, or is gone.";

export class ViewServer {
  /** `/v/APPLICATION/VIEW`, as the address of the page has it. */
  readonly place: string;
  private readonly wire: Wire;
  private readonly news: ServerNews;
  private token: string | null;
  private asking: Promise<ViewPage> | null = null;
  private stopRenewal: () => void = () => {};
  private isOver = false;
  private isSignedOut = false;
  private version: number | null = null;
  private access: ViewPage["access"] | null = null;

  constructor(place: string, wire: Wire, news: ServerNews) {
    this.place = place;
    this.wire = wire;
    this.news = news;
    this.token = wire.kept.read(this.tokenName);
  }

  /** Whom the token is for, as it says itself; null: nobody yet. */
  get visitor(): string | null {
    return /^(?:[^.]+\.){3}([^.]+)\.[^.]+$/.exec(this.token ?? "")?.[1] ?? null;
  }

  private get tokenName(): string {
    return `worklets${this.place}#token`;
  }

  /** Asks for the page and a token; who asks meanwhile gets the same one. */
  page(): Promise<ViewPage> {
    this.asking ??= this.askPage().finally(() => {
      this.asking = null;
    });
    return this.asking;
  }

  /** Sends a request about a call. A token that is over is renewed once. Fails with a Problem. */
  async send(path: string, sending: Sending): Promise<Response> {
    const first = await this.sendOnce(path, sending);
    if (first.ok) {
      this.isSignedOut = false;
      return first;
    }
    const problem = await problemOf(first);
    if (problem.code !== "view.token_invalid") throw this.told(problem);
    await this.page();
    const second = await this.sendOnce(path, sending);
    if (second.ok) return second;
    throw this.told(await problemOf(second));
  }

  /** No renewal any more: the page is left. */
  rest(): void {
    this.isOver = true;
    this.stopRenewal();
  }

  /** The page is shown again; its token may be over by now. */
  wake(): void {
    this.isOver = false;
    this.renewLater(0);
  }

  private async askPage(): Promise<ViewPage> {
    let response = await this.sendOnce("", {});
    if (response.status === 401 && this.token !== null) {
      // A token that nobody knows any more may be in the way.
      this.token = null;
      response = await this.sendOnce("", {});
    }
    if (!response.ok) throw this.told(await problemOf(response));
    const page = pageOf(await jsonOf(response));
    this.token = page.token;
    this.version = page.version;
    this.access = page.access;
    this.isSignedOut = false;
    this.wire.kept.write(this.tokenName, page.token);
    this.renewBefore(page, response);
    this.news.page(page);
    return page;
  }

  private async sendOnce(
    path: string,
    { method = "GET", body, signal, accept = "application/json", keepalive = false, version }: Sending,
  ): Promise<Response> {
    if (version !== undefined && version !== this.version) {
      throw new Problem(409, "view.changed", "The view was published anew. Load the page again.");
    }
    const headers = new Headers({ Accept: accept });
    if (this.token !== null) headers.set("Authorization", `View ${this.token}`);
    if (body !== undefined) headers.set("Content-Type", "application/json");
    try {
      return await this.wire.fetch(this.place + path, {
        method,
        headers,
        keepalive,
        cache: "no-store",
        ...(body !== undefined && { body }),
        ...(signal && { signal }),
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw unreachable();
    }
  }

  /** A session that is over, or a link that leads nowhere, is told once; whoever asks for something meanwhile fails with it. */
  private told(problem: Problem): Problem {
    if (problem.status !== 401 || problem.code === "view.token_invalid") return problem;
    if (!this.isSignedOut) this.news.signedOut();
    this.isSignedOut = true;
    // Who came with a link never signed in.
    const message =
      this.access === "link" ? noMoreLink : "You are signed out. Sign in again in another tab, then try once more.";
    return new Problem(401, problem.code, message);
  }

  /** By the server's clock, since a visitor's may be wrong. */
  private renewBefore(page: ViewPage, response: Response): void {
    const told = Date.parse(response.headers.get("Date") ?? "");
    const lifeMs = Date.parse(page.expires_at) - (Number.isNaN(told) ? this.wire.now() : told);
    if (!Number.isNaN(lifeMs)) this.renewLater(Math.max(leastRenewalMs, lifeMs * 0.8));
  }

  private renewLater(milliseconds: number): void {
    this.stopRenewal();
    if (this.isOver) return;
    this.stopRenewal = this.wire.after(milliseconds, () => {
      // When it fails, the next call finds the token over and asks again; that call tells what is wrong.
      this.page().catch(() => {});
    });
  }
}

function pageOf(json: unknown): ViewPage {
  const page = json as Partial<ViewPage> | null;
  const isPage =
    typeof page === "object" &&
    page !== null &&
    typeof page.token === "string" &&
    typeof page.version === "number" &&
    typeof page.view === "object" &&
    page.view !== null &&
    Array.isArray(page.view.components);
  if (!isPage) throw new Problem(200, "unreadable", "The server's answer is no page of a view. Load it again.");
  return page as ViewPage;
}
