import type { Json } from "../expression/expression.ts";
import type { Cells } from "./cells.ts";
import { type PropertyCell, stands } from "./component-cells.ts";
import { fitTo } from "./fit.ts";
import { isSame } from "./reading.ts";
import type { Store } from "./store.ts";

/** The properties that hold what a person or an action made of them, over what the document says. */
export class Holding {
  private readonly properties: ReadonlyMap<string, PropertyCell>;
  private readonly store: Store;
  private readonly cells: Cells;

  constructor(properties: readonly PropertyCell[], store: Store, cells: Cells) {
    this.properties = new Map(properties.map((cell) => [cell.path, cell]));
    this.store = store;
    this.cells = cells;
  }

  has(path: string): boolean {
    return this.properties.has(path);
  }

  /** The value as the property takes it. */
  fitted(path: string, value: Json): Json {
    const cell = this.properties.get(path);
    if (cell === undefined) throw new Error(`There is no property \`${path}\` in this page.`);
    const fitted = fitTo(cell.property, value);
    if (fitted.error !== null) throw new Error(`\`${path}\`: ${fitted.error}`);
    return fitted.value;
  }

  /** What the document says itself need not be held. */
  hold(path: string, value: Json): void {
    const cell = this.properties.get(path);
    if (cell === undefined) return;
    const over = cell.over(this.cells.read);
    const [said, error] = over;
    if (error === null && isSame(said, value)) this.store.held.delete(path);
    else this.store.held.set(path, { value, over });
    this.cells.touch(path);
  }

  /** Holds what an earlier page held, where the document still has a property that takes it. */
  putBack(path: string, value: Json): void {
    const cell = this.properties.get(path);
    if (cell === undefined || fitTo(cell.property, value).error !== null) return;
    this.hold(path, value);
    this.cells.settle();
  }

  /** Lets go of all that the components hold. */
  release(components: readonly string[]): void {
    const prefixes = components.map((id) => `${id}.`);
    for (const path of [...this.store.held.keys()]) {
      if (!prefixes.some((prefix) => path.startsWith(prefix))) continue;
      this.store.held.delete(path);
      this.cells.touch(path);
    }
  }

  /** Forgets what no longer stands: no value changes, and it does not come back with what it was put over. */
  forgetFallen(): void {
    for (const [path, held] of [...this.store.held]) {
      const over = this.properties.get(path)?.over(this.cells.read);
      if (over === undefined || !stands(held, over)) this.store.held.delete(path);
    }
  }
}
