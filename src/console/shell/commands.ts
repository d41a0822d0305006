/** What the palette offers, and which of it fits what was typed. Pure. */

export type Command = {
  key: string;
  label: string;
  /** Page, Worklet, Application, Action. */
  group: string;
  keys?: string;
  /** Further words that find it: an id. */
  also?: string;
  run(): void;
};

/** The commands that fit, best first; all of them, in their order, when nothing was typed. */
export function bestCommands(commands: readonly Command[], search: string): Command[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === "") return [...commands];
  return commands
    .map((command, place) => ({ command, place, fit: fitOf(command, wanted) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit || a.place - b.place)
    .map(({ command }) => command);
}

/** How well: 4 it begins so, 3 one of its words does, 2 it holds the text, 1 it holds the letters in their order, 0 not. */
function fitOf({ label, also = "" }: Command, wanted: string): number {
  const text = label.toLowerCase();
  if (text.startsWith(wanted)) return 4;
  if (text.split(/[\s\-_/]+/).some((word) => word.startsWith(wanted))) return 3;
  if (text.includes(wanted) || also.toLowerCase().includes(wanted)) return 2;
  return holdsInOrder(text, wanted) ? 1 : 0;
}

function holdsInOrder(text: string, letters: string): boolean {
  let from = 0;
  for (const letter of letters) {
    const at = text.indexOf(letter, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}
