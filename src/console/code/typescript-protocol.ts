/** What the page and the worker of TypeScript say to each other. Offsets count in the text as it was written. */

/** What completion knows of the application. A list that is not given leaves its names open. */
export type Globals = {
  secrets: string[];
  worklets: string[];
  models: string[];
  inputSchema: object | null;
};

export type Finding = { from: number; to: number; severity: "error" | "warning" | "hint"; message: string };

export type Suggestion = {
  name: string;
  /** What TypeScript calls it: `method`, `property`, `const`, ... */
  kind: string;
  /** The order that TypeScript gives: lower comes first. */
  sort: string;
  /** What is written instead of the name, if not the name. */
  insert?: string;
  /** Where it begins to replace, if elsewhere than the others. */
  from?: number;
  /** The file that it would be imported from, as the import writes it. */
  source?: string;
};

/** `from`: where what was begun to be written starts; null: at the word before the cursor. */
export type Suggestions = { from: number | null; list: Suggestion[] };

export type Explanation = { from: number; to: number; signature: string; documentation: string };

export type Edit = { from: number; to: number; insert: string };

/** More about one suggestion: its type, and the import that comes with it. */
export type Details = { signature: string; documentation: string; edits: Edit[] };

/** A question about the open file; `text` is what stands in it now. */
type About<Verb extends string> = { verb: Verb; path: string; text: string };

export type Inquiry =
  | About<"findings">
  | (About<"complete"> & { at: number })
  | (About<"details"> & { at: number; name: string; source: string | undefined })
  | (About<"explain"> & { at: number });

/** What changed in the application since the last question: files and names. */
export type News = { written: Record<string, string>; gone: string[]; globals: Globals | null };

/** What an editor sends; its session keeps its files apart from those of others. */
export type Question = { session: number } & ((Inquiry & { news: News | null }) | { verb: "close" });

/** What is answered to each question. */
export type Answers = {
  findings: Finding[];
  complete: Suggestions | null;
  details: Details | null;
  explain: Explanation | null;
};
