import type { Json } from "../expression/expression.ts";
import { inWords, orderOf, type Reader } from "./order.ts";
import { isSameReading, type Read, type Reading } from "./reading.ts";

/** One named value of a page: what it reads, and how it is worked out from that and from what the page keeps. */
export type Cell = Reader & {
  readonly work: (read: Read) => Reading;
  /** What it is worth when it has no value. */
  readonly absent?: Json;
};

/**
 * The values of a page. Whoever changed what a cell works from touches it; `settle` then works out, each once and in their
 * order, the cells that were touched and those that read a changed one. Nobody reads a value that is half way.
 */
export class Cells {
  private readonly cells: readonly Cell[];
  private readonly places: ReadonlyMap<string, number>;
  private readonly readers: readonly number[][];
  private readonly readings: Reading[];
  private readonly isTouched: Uint8Array;
  private first: number;
  readonly read: Read;

  constructor(cells: Iterable<Cell>) {
    const { order, circles } = orderOf(cells);
    this.cells = order.map((cell) => brokenBy(circles.get(cell.path), cell));
    this.places = new Map(order.map(({ path }, place) => [path, place]));
    this.readers = order.map(() => []);
    for (const [place, { reads }] of this.cells.entries())
      for (const path of reads) this.readers[this.places.get(path) ?? -1]?.push(place);
    this.readings = [];
    this.read = (path) => this.readings[this.places.get(path) ?? -1] ?? unknownPath(path);
    for (const [place, cell] of this.cells.entries()) this.readings[place] = cell.work(this.read);
    this.isTouched = new Uint8Array(order.length);
    this.first = order.length;
  }

  get paths(): Iterable<string> {
    return this.places.keys();
  }

  has(path: string): boolean {
    return this.places.has(path);
  }

  touch(path: string): void {
    const place = this.places.get(path);
    if (place !== undefined) this.mark(place);
  }

  /** Brings every value up to date, and tells the paths of those that changed. */
  settle(): string[] {
    const changed: string[] = [];
    for (let place = this.first; place < this.cells.length; place += 1) {
      if (this.isTouched[place] === 0) continue;
      this.isTouched[place] = 0;
      const cell = this.cells[place] as Cell;
      const reading = cell.work(this.read);
      if (isSameReading(this.readings[place] as Reading, reading)) continue;
      this.readings[place] = reading;
      changed.push(cell.path);
      for (const reader of this.readers[place] as number[]) this.mark(reader);
    }
    this.first = this.cells.length;
    return changed;
  }

  private mark(place: number): void {
    this.isTouched[place] = 1;
    if (place < this.first) this.first = place;
  }
}

/** A cell that reads itself has no value; all others keep theirs. */
function brokenBy(circle: readonly string[] | undefined, cell: Cell): Cell {
  if (circle === undefined) return cell;
  const reading: Reading = {
    value: cell.absent ?? null,
    error: `It reads itself: ${inWords(circle)}.`,
    loading: false,
  };
  return { path: cell.path, reads: [], work: () => reading };
}

function unknownPath(path: string): never {
  throw new Error(`There is no value \`${path}\` in this page.`);
}
