/** How large a text is. */

const encoder = new TextEncoder();

/** Whether a text takes more bytes of UTF-8; most texts are decided by their length alone. */
export function isLarger(text: string, bytes: number): boolean {
  if (text.length * 3 <= bytes) return false;
  return text.length > bytes || encoder.encode(text).length > bytes;
}
