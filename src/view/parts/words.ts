/** Values in words for a person. */

/** The name of something without a label: `customer_name` and `customerName` are "Customer name". */
export function nameOfId(id: string): string {
  const words = id
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll(/_+/g, " ")
    .trim()
    .toLowerCase();
  return words === "" ? id : `${words[0]?.toUpperCase()}${words.slice(1)}`;
}

/** A size in the units of those who sell disks: 1 kB is 1,000 bytes. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  const [size, unit] = bytes < 1_000_000 ? [bytes / 1_000, "kB"] : [bytes / 1_000_000, "MB"];
  return `${size.toLocaleString(undefined, { maximumFractionDigits: size < 10 ? 1 : 0 })} ${unit}`;
}

/** A size that is too large and the most, never in the same words. */
export function sizesInWords(size: number, most: number): [size: string, most: string] {
  const words = [sizeInWords(size), sizeInWords(most)] as [string, string];
  return words[0] === words[1] ? [`${size.toLocaleString()} bytes`, `${most.toLocaleString()} bytes`] : words;
}

/** A day such as 2026-01-31, as the visitor writes it. */
export function dayInWords(day: string): string {
  const instant = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(instant.getTime())) return day;
  return instant.toLocaleDateString(undefined, { dateStyle: "medium", timeZone: "UTC" });
}

export function countInWords(count: number, one: string, many: string): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}
