/** How many rows of its own grid a form needs, so that so many rows fit between its heading and its button. */
export function roomInside(rows: number): number {
  return rows === 0 ? 0 : rows + 3;
}
