/**
 * What one invocation may ask of others. Cloudflare lets it make 1,000 queries of D1, and ours makes no more than 2,000 requests
 * in all: a query counts two, a call of an object one. What does not fit is left for another invocation.
 */
export class Allowance {
  #units = 1_800;
  /** Rows of the ledger: they cost time and memory, not requests. */
  #rows = 20_000;

  take(units: number): boolean {
    if (units > this.#units) return false;
    this.#units -= units;
    return true;
  }

  /** At most so many rows, as far as there are any left. */
  takeRows(most: number): number {
    const taken = Math.min(most, this.#rows);
    this.#rows -= taken;
    return taken;
  }

  giveBackRows(rows: number): void {
    this.#rows += rows;
  }
}

export const query = 2;
export const call = 1;
