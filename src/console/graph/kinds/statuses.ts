/** Statuses as they are typed: `404, 4xx`. A sentence when they are none. */
export function readStatuses(text: string): (number | string)[] | string {
  const words = text.split(/[\s,]+/).filter((word) => word !== "");
  const wrong = words.find((word) => !/^[1-5](\d\d|xx)$/.test(word));
  if (wrong !== undefined) return `${wrong} is no status: it is a number such as 404, or a class such as 4xx.`;
  return words.map((word) => (word.endsWith("xx") ? word : Number(word)));
}
