import { counted, type EachProgress, type ItemRecord } from "../../engine/item.ts";
import { numbered, type RunStorage, type RunTexts, type Stored } from "./stored-text.ts";

/** What is kept of the items of blocks with `each`: one row for each item, so that none that has ended runs again. */

type ItemRow = Omit<ItemRecord, "output" | "changes"> & { output: Stored | null; changes: Stored | null };

export class RunItems {
  private readonly storage: RunStorage;
  private readonly texts: RunTexts;
  /** By block; counted from the rows when it is first asked for. */
  private readonly known = new Map<string, Omit<EachProgress, "total">>();

  constructor(storage: RunStorage, texts: RunTexts) {
    this.storage = storage;
    this.texts = texts;
  }

  keep({ output, changes, ...item }: ItemRecord): void {
    const { done, failed } = counted({ total: 0, ...this.progress(item.block) }, item);
    this.known.set(item.block, { done, failed });
    const key = keyOf(item.block, item.item);
    const row: ItemRow = {
      ...item,
      output: output === null ? null : this.texts.keep("value", `${key}/output`, output),
      changes: changes === null ? null : this.texts.keep("env", `${key}/changes`, changes),
    };
    this.storage.put(key, JSON.stringify(row));
  }

  /** In the order of the list; the values of one are read at a time. */
  *of(block: string): Generator<ItemRecord> {
    for (const row of this.rows(block)) {
      const output = row.output === null ? null : this.texts.read("value", row.output);
      yield { ...row, output, changes: row.changes === null ? null : this.texts.read("env", row.changes) };
    }
  }

  progress(block: string): Omit<EachProgress, "total"> {
    const known = this.known.get(block);
    if (known !== undefined) return known;
    const { done, failed } = this.rows(block).reduce<EachProgress>(counted, { total: 0, done: 0, failed: 0 });
    this.known.set(block, { done, failed });
    return { done, failed };
  }

  failuresOf(block: string, item: number): number {
    const text = this.storage.get(keyOf(block, item));
    return text === undefined ? 0 : (JSON.parse(text) as ItemRow).failures;
  }

  private rows(block: string): ItemRow[] {
    return [...this.storage.list({ prefix: `item/${block}/` })].map(([, text]) => JSON.parse(text) as ItemRow);
  }
}

function keyOf(block: string, item: number): string {
  return numbered(`item/${block}/`, item);
}
