import { previewOf } from "../../json/preview.ts";

/** A value in a few words: lists and objects by their size, then what is in them. */
export function valueWords(value: unknown, characters = 120): string {
  if (Array.isArray(value)) {
    const count = value.length === 1 ? "1 item" : `${value.length.toLocaleString("en")} items`;
    if (value.length === 0) return "an empty list";
    const isFlat = value.every((each) => typeof each !== "object" || each === null);
    return isFlat
      ? `${count} ${previewOf(value, characters)}`
      : `${count}, the first ${previewOf(value[0], characters)}`;
  }
  return previewOf(value, characters);
}
