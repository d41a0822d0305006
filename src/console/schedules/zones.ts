/** Time zones to choose from. */

/** The zone of the browser. */
export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The own zone first, then UTC, then all others; `present` is among them even when it has an older name. */
export function zoneChoices(own: string, present: string): string[] {
  const known = Intl.supportedValuesOf("timeZone");
  const others = [...new Set([...known, present])].filter((zone) => zone !== own && zone !== "UTC" && zone !== "");
  return [...new Set([own, "UTC", ...others.sort()])];
}

/** Whether every word of the query is in the zone's name: `new york`, `berlin eur`. */
export function zoneFits(zone: string, query: string): boolean {
  const name = zone.toLowerCase().replaceAll(/[_/]/g, " ");
  const words = query.toLowerCase().replaceAll(/[_/]/g, " ").split(" ");
  return words.every((word) => name.includes(word));
}

/** `UTC+01:00`: how far the zone's clocks are from UTC at an instant; empty for a zone that the browser does not know. */
export function offsetText(zone: string, at: number): string {
  try {
    const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(at);
    return (parts.find(({ type }) => type === "timeZoneName")?.value ?? "").replace("GMT", "UTC");
  } catch {
    return ""; // The server's database may know more zones than this browser's.
  }
}
