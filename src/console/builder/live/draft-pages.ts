import type { ViewDraft } from "../../../contract/view.ts";
import { type Beginning, createPage, type Page, publicView } from "../../../reactive/reactive.ts";
import { addressOf } from "../../../view/page/address.ts";
import { type Effects, makeEffects } from "../../../view/page/effects.ts";
import type { Wire } from "../../../view/server/wire.ts";
import type { Builder } from "../builder-context.ts";
import { DraftCalls } from "./draft-calls.ts";
import type { DraftServer } from "./draft-server.ts";
import { keptAfter, pendingAfter } from "./kept-after.ts";
import { withSaidCalls } from "./said-calls.ts";

/** The pages of a draft while it is edited: each change makes another one, which goes on with the values of the last. */

/** `isEdited`: the page goes on with the values of one before. */
type Made = { readonly draft: ViewDraft; readonly page: Page; readonly isEdited: boolean };

const emptyDraft: ViewDraft = {
  components: [],
  state: {},
  query: {},
  calls: {},
  events: {},
  access: "private",
  frame_ancestors: [],
};

export class DraftPages {
  readonly effects: Effects;
  mode: Builder["mode"] = "edit";
  /** Why there is no page of the draft as it is now. */
  problem: string | null = null;
  readonly #place: string;
  readonly #calls: DraftCalls;
  readonly #wire: Pick<Wire, "after" | "pause">;
  #made: Made | null = null;
  /** The draft that was tried last, whether or not a page could be made of it. */
  #tried: ViewDraft | null = null;
  #loaded: Page | null = null;
  #isShown = false;

  /** `place`: where the view is published, `/v/APPLICATION/VIEW`. */
  constructor(place: string, server: DraftServer, wire: Pick<Wire, "after" | "pause">) {
    this.#place = place;
    this.#wire = wire;
    this.#calls = new DraftCalls(server, wire);
    this.effects = makeEffects({ navigate: (to) => this.#navigate(to) });
  }

  /**
   * The page to draw the draft with. When other names are in it than before, that is a new one at once, since what is drawn
   * reads them; what was typed into a property may wait for `make`.
   */
  pageFor(draft: ViewDraft): Page {
    const made = this.#made;
    if (made === null || (this.#tried !== draft && namesIn(made.draft) !== namesIn(draft))) this.make(draft);
    return this.#made?.page ?? this.#replaced(emptyDraft, null);
  }

  isMade(draft: ViewDraft): boolean {
    return this.#tried === draft;
  }

  make(draft: ViewDraft): void {
    if (this.#tried === draft) return;
    this.#tried = draft;
    try {
      this.#replaced(draft, this.#made);
      this.problem = null;
    } catch (error) {
      // What is being typed is often no view yet; the last page stays.
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  /** A page as a visitor finds it, without what was typed and answered. */
  restart(draft: ViewDraft): void {
    this.#tried = draft;
    this.#replaced(draft, null);
    this.problem = null;
  }

  /** The page is drawn now: it runs, and the one before it ends. */
  load(page: Page): void {
    const before = this.#loaded;
    if (before === page) return;
    this.#loaded = page;
    const failed = (error: unknown) =>
      this.effects.port.failed(error instanceof Error ? error.message : "The page could not be loaded.");
    this.#calls.replace(
      this.#made?.draft.calls ?? {},
      this.#made?.isEdited ?? false,
      () => before?.dispose(),
      () => void page.load().catch(failed),
    );
  }

  /** Gives what ends everything, unless it is shown again at once. */
  show(): () => void {
    this.#isShown = true;
    return () => {
      this.#isShown = false;
      setTimeout(() => !this.#isShown && this.#loaded?.dispose());
    };
  }

  #replaced(edited: ViewDraft, before: Made | null): Page {
    const draft = withSaidCalls(edited, before?.draft ?? null);
    const view = publicView(draft);
    const ports = {
      calls: this.#calls.portOf(draft.calls),
      effects: { ...this.effects.port, openUrl: (url: string) => this.#openUrl(url) },
      after: this.#wire.after,
      newId: () => crypto.randomUUID(),
    };
    const beginning: Beginning =
      before === null ? {} : { kept: keptAfter(before.page.snapshot().kept, before.draft, draft) };
    const pending = before === null ? [] : pendingAfter(this.#calls.pending, before.draft, draft);
    // A page that goes on was loaded before: what happens then is not repeated.
    const page = createPage(before === null ? view : { ...view, events: {} }, ports, { ...beginning, pending });
    this.#calls.pending = pending;
    this.#made = { draft, page, isEdited: before !== null };
    return page;
  }

  #navigate({ view, query }: { view: string | null; query: Record<string, string> }): void {
    if (view === null) return;
    const address = addressOf(this.#place, view, query);
    if (this.mode === "preview") open(address, "_blank", "noopener");
    else this.#tellOnly(`This goes to ${address}. Try it in the preview.`);
  }

  /** Never in this tab: it is the builder's. */
  #openUrl(url: string): void {
    if (this.mode === "preview") this.effects.port.openUrl(url, true);
    else this.#tellOnly(`This opens ${url}. Try it in the preview.`);
  }

  #tellOnly(message: string): void {
    this.effects.notify({ tone: "info", message });
  }
}

/** What is drawn and asked for by name. */
function namesIn({ components, state, query, calls }: ViewDraft): string {
  const drawn = components.map(({ id, kind }) => `${id}:${kind}`);
  return [drawn, Object.keys(state), Object.keys(query), Object.keys(calls)].map((names) => names.join(" ")).join("|");
}
