import type { Action, ActionOf, Component, PublicView } from "../contract/view.ts";
import type { Json } from "../expression/expression.ts";
import type { Ending } from "./call-line.ts";
import { csvOf } from "./csv.ts";
import { conditionOf, formulaOf } from "./formula.ts";
import type { NameTree } from "./names.ts";
import type { Ports } from "./ports.ts";
import type { Read } from "./reading.ts";

/** What expressions of an action know beside the page's names: `event`, and in a chain `output` or `error`. */
export type Occasion = Readonly<Record<string, Json>>;

/** What actions need of their page. */
export type ActionHost = {
  readonly view: PublicView;
  readonly names: NameTree;
  readonly ports: Ports;
  readonly read: Read;
  readonly set: (values: Readonly<Record<string, Json>>) => void;
  readonly release: (components: readonly string[]) => void;
  readonly run: (call: string, values: Record<string, Json>) => Promise<Ending>;
  readonly refresh: (call: string) => void;
  readonly cancel: (call: string) => void;
  /** All query parameters as they are. */
  readonly query: () => Record<string, string>;
  readonly isLeft: () => boolean;
};

/** What an action gave; `dropped`: it was given up, and the list with it. */
type Done = { readonly output: Json } | "dropped";

/** A failure in words for whoever uses the page. What else goes wrong is a mistake of the document, in words for who makes it. */
class Told extends Error {}

/** Runs lists of actions: one action after the other, each when the one before it is over. */
export class Actions {
  private readonly host: ActionHost;
  /** By action: what gives up the one that waits. */
  private readonly quiet = new Map<Action, () => void>();

  constructor(host: ActionHost) {
    this.host = host;
  }

  /** Whether the list came to its end. */
  async run(actions: readonly Action[], occasion: Occasion): Promise<boolean> {
    for (const action of actions) {
      if (this.host.isLeft() || !(await this.runOne(action, occasion))) return false;
    }
    return true;
  }

  leave(): void {
    for (const giveUp of [...this.quiet.values()]) giveUp();
  }

  private async runOne(action: Action, occasion: Occasion): Promise<boolean> {
    let done: Done;
    try {
      if (action.debounce_ms !== undefined && !(await this.isQuiet(action, action.debounce_ms))) return false;
      if (action.only_when !== undefined && !this.holds(action.only_when, occasion)) return true;
      if (action.confirm !== undefined && !(await this.host.ports.effects.confirm(this.text(action.confirm, occasion))))
        return false;
      done = await this.perform(action, occasion);
    } catch (error) {
      await this.fail(action, error, occasion);
      return false;
    }
    if (done === "dropped" || this.host.isLeft()) return false;
    return await this.run(action.on_success ?? [], { ...occasion, output: done.output });
  }

  private async fail(action: Action, thrown: unknown, occasion: Occasion): Promise<void> {
    if (this.host.isLeft()) return;
    const { effects } = this.host.ports;
    const message = messageOf(thrown);
    const error = thrown instanceof Told ? message : effects.mistake(message);
    if (action.on_error === undefined) effects.failed(error);
    else await this.run(action.on_error, { ...occasion, error });
  }

  /** Waits; false when the same action came again meanwhile. */
  private isQuiet(action: Action, milliseconds: number): Promise<boolean> {
    this.quiet.get(action)?.();
    return new Promise((resolve) => {
      const end = (isQuiet: boolean) => {
        this.quiet.delete(action);
        resolve(isQuiet);
      };
      const stop = this.host.ports.after(milliseconds, () => end(true));
      this.quiet.set(action, () => {
        stop();
        end(false);
      });
    });
  }

  private perform(action: Action, occasion: Occasion): Done | Promise<Done> {
    const { effects } = this.host.ports;
    switch (action.action) {
      case "run_call":
        return this.runCall(action, occasion);
      case "set": {
        const output = this.value(action.value, occasion);
        this.host.set({ [action.target]: output });
        return { output };
      }
      case "reset":
        this.host.release(below(this.host.view.components, action.component));
        return { output: null };
      case "navigate":
        return this.navigate(action, occasion);
      case "open_url":
        effects.openUrl(safeAddress(this.text(action.url, occasion)), action.new_tab);
        return { output: null };
      case "copy":
        return this.copy(this.text(action.text, occasion));
      case "download":
        return this.download(action, occasion);
      case "notify":
        effects.notify({ tone: action.tone, message: this.text(action.message, occasion) });
        return { output: null };
      case "open_modal":
      case "close_modal":
        this.host.set({ [`${action.modal}.open`]: action.action === "open_modal" });
        return { output: null };
      case "refresh":
        this.host.refresh(action.call);
        return { output: null };
      case "cancel_call":
        this.host.cancel(action.call);
        return { output: null };
    }
  }

  private async runCall(action: ActionOf<"run_call">, occasion: Occasion): Promise<Done> {
    const declared = this.host.view.calls[action.call]?.values ?? {};
    const given = {
      ...Object.fromEntries(Object.entries(declared).map(([name, { from }]) => [name, from])),
      ...action.values,
    };
    const values = Object.entries(given).map(([name, json]) => {
      if (json === undefined) throw new Error(`The call \`${action.call}\` needs a value for \`${name}\`.`);
      return [name, this.value(json, occasion)] as const;
    });
    const ending = await this.host.run(action.call, Object.fromEntries(values));
    if (ending.outcome === "dropped") return "dropped";
    if (ending.outcome === "failed") throw new Told(ending.message);
    if (action.into !== undefined) this.host.set({ [action.into]: ending.output });
    return { output: ending.output };
  }

  private navigate({ view, query = {} }: ActionOf<"navigate">, occasion: Occasion): Done {
    const texts = Object.entries(query).map(([name, json]) => [name, textOf(this.value(json, occasion))] as const);
    if (view === undefined) this.host.set(Object.fromEntries(texts.map(([name, text]) => [`query.${name}`, text])));
    this.host.ports.effects.navigate({
      view: view ?? null,
      query: view === undefined ? this.host.query() : Object.fromEntries(texts),
    });
    return { output: null };
  }

  private async copy(text: string): Promise<Done> {
    try {
      await this.host.ports.effects.copy(text);
    } catch (error) {
      throw new Told(messageOf(error));
    }
    return { output: null };
  }

  private download(action: ActionOf<"download">, occasion: Occasion): Done {
    const value = this.value(action.value, occasion);
    if (action.format === "csv" && !Array.isArray(value)) throw new Error("A list is needed for a file of CSV.");
    const files = {
      json: () => ({ type: "application/json", text: JSON.stringify(value, null, 2) }),
      csv: () => ({ type: "text/csv", text: csvOf(value as Json[]) }),
      text: () => ({ type: "text/plain", text: textOf(value) }),
    };
    this.host.ports.effects.download({ name: this.text(action.name, occasion), ...files[action.format]() });
    return { output: null };
  }

  private holds(condition: string, occasion: Occasion): boolean {
    const reading = conditionOf(condition, this.host.names).work(this.host.read, occasion);
    if (reading.error !== null) throw new Error(reading.error);
    return !!reading.value;
  }

  private value(json: Json, occasion: Occasion): Json {
    const reading = formulaOf(json, this.host.names).work(this.host.read, occasion);
    if (reading.error !== null) throw new Error(reading.error);
    return reading.value;
  }

  private text(template: string, occasion: Occasion): string {
    return textOf(this.value(template, occasion));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "The action failed.";
}

/** A value as text: nothing for null, JSON for lists and objects. */
export function textOf(value: Json): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : `${value}`;
}

/** A component and all that stands in it. */
function below(components: readonly Component[], id: string): string[] {
  const found = new Set([id]);
  for (const above of found) for (const { id, parent } of components) if (parent === above) found.add(id);
  return [...found];
}

const allowed = ["http:", "https:", "mailto:", "tel:"];

/** Data decides where a link leads, so nothing that runs code may come through. */
function safeAddress(text: string): string {
  const address = text.trim();
  if (!URL.canParse(address)) throw new Error(`This is no whole address: ${address.slice(0, 100)}`);
  const url = new URL(address);
  if (allowed.includes(url.protocol)) return url.href;
  throw new Error(`An address with ${url.protocol} cannot be opened: use http, https, mailto or tel.`);
}
