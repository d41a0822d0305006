import type { EventName } from "../contract/component-kinds.ts";
import type { PublicView } from "../contract/view.ts";
import type { Json } from "../expression/expression.ts";
import { Actions, textOf } from "./actions.ts";
import { aimOf, aimPath, callCells, shownPaths } from "./call-cells.ts";
import { CallLine, type Cause } from "./call-line.ts";
import { Cells } from "./cells.ts";
import { keptCells, propertyCells } from "./component-cells.ts";
import { exposedCells } from "./exposed.ts";
import { Holding } from "./holding.ts";
import { type NameTree, namesOf } from "./names.ts";
import type { Beginning, Page } from "./page-shape.ts";
import type { Pending, Ports } from "./ports.ts";
import { isSame, type Reading } from "./reading.ts";
import { keptOf, restore, type Snapshot, snapshotOf } from "./snapshot.ts";
import { newStore, type Store } from "./store.ts";
import { Subscribers } from "./subscribers.ts";

type Change = { readonly cause: Cause; readonly write: () => void };

export function createPage(view: PublicView, ports: Ports, beginning: Beginning = {}): Page {
  return new LivePage(view, ports, beginning);
}

class LivePage implements Page {
  private readonly view: PublicView;
  private readonly names: NameTree;
  private readonly ports: Ports;
  private readonly store: Store;
  private readonly cells: Cells;
  private readonly holding: Holding;
  private readonly lines: ReadonlyMap<string, CallLine>;
  private readonly actions: Actions;
  private readonly subscribers: Subscribers;
  private readonly changes: Change[] = [];
  private readonly pending: readonly Pending[];
  /** Of the change under way: the paths of values that have changed. */
  private changed = new Set<string>();
  private isBusy = false;
  private isLoaded = false;
  private isLeft = false;

  constructor(view: PublicView, ports: Ports, { query = {}, kept, pending = [] }: Beginning) {
    this.view = view;
    this.ports = ports;
    this.pending = pending;
    this.names = namesOf(view);
    this.store = newStore(view, query);
    if (kept !== undefined) restore(this.store, kept, view);
    const properties = propertyCells(view, this.names, this.store);
    const calls = callCells(view, this.names, this.store);
    this.cells = new Cells([...properties, ...exposedCells(view), ...keptCells(view, this.store), ...calls]);
    this.holding = new Holding(properties, this.store, this.cells);
    for (const [path, value] of Object.entries(kept?.held ?? {})) this.holding.putBack(path, value);
    this.subscribers = new Subscribers(this.cells);
    this.lines = new Map(Object.keys(view.calls).map((name) => [name, this.lineOf(name)]));
    this.actions = new Actions(this.actionHost());
  }

  async load(): Promise<void> {
    if (this.isLoaded || this.isLeft) return;
    this.isLoaded = true;
    this.change("load", () => {
      for (const pending of this.pending) {
        if (!this.lines.has(pending.call)) continue;
        this.lines.get(pending.call)?.resume(pending);
        this.touchRecord(pending.call);
      }
    });
    await this.actions.run(this.view.events.load ?? [], { event: {} });
  }

  get(path: string): Reading {
    return this.cells.read(path);
  }

  subscribe(path: string, tell: (reading: Reading) => void): () => void {
    return this.subscribers.add(path, tell);
  }

  watch(tell: () => void): () => void {
    return this.subscribers.watch(tell);
  }

  set(path: string, value: Json): void {
    this.setAll({ [path]: value });
  }

  setAll(values: Readonly<Record<string, Json>>): void {
    const writes = Object.entries(values).map(([path, value]) => this.writing(path, value));
    // Each is put over what the ones before it made of the page.
    this.change("edit", () => {
      for (const write of writes) {
        write();
        this.follow();
      }
    });
  }

  async dispatch(component: string, event: EventName, payload: Record<string, Json> = {}): Promise<void> {
    const found = this.view.components.find(({ id }) => id === component);
    if (found === undefined) throw new Error(`There is no component \`${component}\` in this page.`);
    await this.actions.run(found.events[event] ?? [], { event: payload });
  }

  refresh(call: string): void {
    this.lineNamed(call).refresh();
  }

  triggerOf(call: string): "binding" | "event" | null {
    return Object.hasOwn(this.view.calls, call) ? (this.view.calls[call]?.trigger ?? null) : null;
  }

  cancel(call: string): void {
    this.lineNamed(call).cancel();
  }

  snapshot(): Snapshot {
    return snapshotOf(this.names, this.cells.paths, this.cells.read, keptOf(this.store));
  }

  dispose(): void {
    if (this.isLeft) return;
    this.isLeft = true;
    this.subscribers.clear();
    this.actions.leave();
    for (const line of this.lines.values()) line.leave();
  }

  /** Changes what is kept, then everything that follows from it, and tells it when it is whole: one change at a time. */
  private change(cause: Cause, write: Change["write"]): void {
    if (this.isLeft) return;
    this.changes.push({ cause, write });
    if (this.isBusy) return;
    this.isBusy = true;
    const thrown: unknown[] = [];
    try {
      for (let next = this.changes.shift(); next !== undefined && !this.isLeft; next = this.changes.shift())
        this.subscribers.tell(this.carryOut(next), thrown);
    } finally {
      this.isBusy = false;
    }
    if (thrown.length > 0) throw thrown[0];
  }

  private carryOut({ cause, write }: Change): Set<string> {
    this.changed = new Set();
    write();
    this.follow();
    const names = [...this.lines.keys()];
    const aimed = (paths: ReadonlySet<string>) => names.filter((name) => paths.has(aimPath(name)));
    for (let next = cause === "load" ? names : aimed(this.changed); next.length > 0 && this.isLoaded; ) {
      for (const name of next) {
        this.lineNamed(name).pursue(cause);
        for (const path of shownPaths(name)) this.cells.touch(path);
      }
      next = aimed(this.follow());
    }
    this.holding.forgetFallen();
    return this.changed;
  }

  /** Brings all values up to date, and gives the paths of those that changed by that. */
  private follow(): ReadonlySet<string> {
    const paths = new Set(this.cells.settle());
    for (const path of paths) this.changed.add(path);
    return paths;
  }

  private touchRecord(call: string): void {
    for (const path of [aimPath(call), ...shownPaths(call)]) this.cells.touch(path);
  }

  /** What sets a value; it throws here, and not later, when the path or the value is none. */
  private writing(path: string, value: Json): () => void {
    const [root, name = "", ...more] = path.split(".");
    const { state, query } = this.store;
    if (more.length > 0) throw new Error(`\`${path}\` cannot be set: a value is set as a whole.`);
    if (root === "state" && state.has(name)) return () => this.keep(state, path, name, value);
    if (root === "query" && query.has(name)) return () => this.keep(query, path, name, textOf(value));
    if (!this.holding.has(path))
      throw new Error(`\`${path}\` cannot be set: it is no state, query parameter or property.`);
    const fitted = this.holding.fitted(path, value);
    return () => this.holding.hold(path, fitted);
  }

  private keep<Value extends Json>(kept: Map<string, Value>, path: string, name: string, value: Value): void {
    if (isSame(kept.get(name), value)) return;
    kept.set(name, value);
    this.cells.touch(path);
  }

  private lineNamed(call: string): CallLine {
    const line = this.lines.get(call);
    if (line === undefined) throw new Error(`There is no call \`${call}\` in this page.`);
    return line;
  }

  private lineOf(name: string): CallLine {
    const [call, record] = [this.view.calls[name], this.store.calls.get(name)];
    if (call === undefined || record === undefined) throw new Error(`There is no call \`${name}\` in this view.`);
    return new CallLine(name, call, record, {
      ports: this.ports,
      aim: () => aimOf(this.cells.read, name),
      change: (cause, write) =>
        this.change(cause, () => {
          write();
          this.touchRecord(name);
        }),
      pendingChanged: () => this.keepPending(),
    });
  }

  /** What is under way when the page is left is what the next page takes up. */
  private keepPending(): void {
    if (this.isLeft) return;
    this.ports.calls.keepPending([...this.lines.values()].flatMap(({ pending }) => pending));
  }

  private actionHost() {
    return {
      view: this.view,
      names: this.names,
      ports: this.ports,
      read: this.cells.read,
      set: (values: Readonly<Record<string, Json>>) => this.setAll(values),
      release: (components: readonly string[]) =>
        this.change("edit", () => {
          this.holding.release(components);
        }),
      run: (call: string, values: Record<string, Json>) => this.lineNamed(call).ask(values),
      refresh: (call: string) => this.refresh(call),
      cancel: (call: string) => this.cancel(call),
      query: () => Object.fromEntries(this.store.query),
      isLeft: () => this.isLeft,
    };
  }
}
