/** The name of a file that a view hands out: data may have written it. */

const mostCharacters = 120;

/** The endings that a file of each type may have; the first one is put behind any other name. */
const endings: Readonly<Record<string, readonly string[]>> = {
  "application/json": ["json", "geojson"],
  "text/csv": ["csv"],
  "text/plain": ["txt", "md", "log", "csv", "tsv", "json", "xml", "yaml", "yml", "ics", "vcf", "sql"],
};

/** Names that Windows keeps for devices. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** No folders, nothing invisible, nothing that turns the reading direction, and an ending that fits what is in it. */
export function safeFileName(name: string, type: string): string {
  const clean = name
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "")
    .replace(/[/\\:*?"<>|]/g, "-")
    .replace(/\s+/g, " ")
    .replace(/^[.\s]+|[.\s]+$/g, "");
  const [fitting = "txt"] = endings[type] ?? [];
  const [, stem = clean, ending = ""] = /^(.+)\.([A-Za-z0-9]+)$/.exec(clean) ?? [];
  const isFitting = endings[type]?.includes(ending.toLowerCase()) ?? false;
  const kept = Array.from(isFitting ? stem : clean)
    .slice(0, mostCharacters)
    .join("");
  const base = kept === "" || devices.test(kept.split(".")[0] ?? "") ? `download${kept && `-${kept}`}` : kept;
  return `${base}.${isFitting ? ending : fitting}`;
}
