import { limits } from "../contract/limits.ts";
import { type Export, type ImportShape, shapeOf } from "./module-shape.ts";
import { refusalsOf } from "./refusal.ts";
import { type Place, placer, type SourceFault, tracer } from "./source.ts";
import { findMarkup, parseJavaScript, parseTypeScript, stripTypes, type Trouble } from "./syntax.ts";

/**
 * The compiler of user files. It runs when a file is saved, never when a worklet runs: acorn with types finds faults,
 * sucrase removes the types, and plain acorn reads the result once more, so that what the runtime would not load is never
 * saved. `.js` and `.mjs` files are only read.
 */

/** An import with the place in the source where it is written. */
export type Import = Omit<ImportShape, "line" | "column"> & Place;

/** What the compiler found out about a file. */
export type FileFacts = { exports: Export[]; imports: Import[] };

/** `code` still has the specifiers as they were written (`closureOf` links them); `map` is null when it is the source. */
export type CompiledFile = FileFacts & { code: string; map: string | null };

export type Compiled = ({ ok: true } & CompiledFile) | { ok: false; faults: SourceFault[] };

const reportedFaults = 100;

/** Imports look names up in every file that passes on others, so a file has only as many as somebody could use. */
const mostExports = 2_000;

/** A row of D1 holds 2 MB; enums and long lists of exports become several times as large as they were written. */
const keptBytes = 1_900_000;

/** The longest text in which a writer may have mistaken the language; a longer one was made by a tool. */
const writtenCharacters = 200_000;

/**
 * Compiles one file. What is wrong with it is a value: every fault that its syntax shows, in the order of the text.
 *
 * A relative import of a file that does not exist is no fault here: files may be saved in any order. It is one as soon as a
 * worklet that needs the file is saved or published (`closureOf`).
 */
export function compileFile(path: string, source: string): Compiled {
  const text = source.startsWith("\uFEFF") ? source.slice(1) : source;
  const place = placer(text);
  const refuse = (troubles: Trouble[]): Compiled => {
    const sorted = troubles.toSorted((a, b) => a.line - b.line || a.column - b.column).slice(0, reportedFaults);
    return { ok: false, faults: sorted.map(({ message, ...position }) => ({ path, message, ...place(position) })) };
  };
  const bytes = bytesOf(source);
  if (bytes > limits.fileBytes) return refuse([tooLarge(bytes)]);

  const isTyped = /\.m?ts$/.test(path);
  const read = isTyped ? withoutTypes(path, text) : { code: text, map: null, troubles: [] };
  if (read.code === null) return refuse(read.troubles);
  const trace = tracer(read.map);
  const parsed = parseJavaScript(read.code);
  if ("trouble" in parsed) {
    if (read.troubles.length > 0) return refuse(read.troubles);
    const trouble = { ...parsed.trouble, ...trace(parsed.trouble) };
    return refuse([isTyped ? trouble : (foreign(path, text) ?? trouble)]);
  }
  const { exports, imports, troubles } = shapeOf(path, parsed.program);
  if (exports.length > mostExports) return refuse([{ line: 1, column: 1, message: tooManyExports(exports.length) }]);
  const all = [...read.troubles, ...troubles.map((trouble) => ({ ...trouble, ...trace(trouble) }))];
  if (all.length > 0) return refuse(all);
  const facts = { exports, imports: imports.map((one) => ({ ...one, ...place(trace(one)) })) };
  if ([read.code, read.map ?? "", JSON.stringify(facts)].some((kept) => bytesOf(kept) > keptBytes))
    return refuse([grown]);
  return { ok: true, code: read.code, map: read.map, ...facts };
}

type Untyped = { code: string; map: string; troubles: Trouble[] } | { code: null; troubles: Trouble[] };

function withoutTypes(path: string, text: string): Untyped {
  const parsed = parseTypeScript(text);
  if ("trouble" in parsed) return { code: null, troubles: [markup(text) ?? parsed.trouble] };
  const { troubles, stop } = refusalsOf(parsed.program);
  if (stop) return { code: null, troubles };
  const stripped = stripTypes(path, text);
  if ("trouble" in stripped) return { code: null, troubles: troubles.length > 0 ? troubles : [stripped.trouble] };
  return { ...stripped, troubles };
}

/** A `.js` file that is no JavaScript may be TypeScript or JSX: then that is what its writer should read. */
function foreign(path: string, text: string): Trouble | null {
  if (text.length > writtenCharacters) return null;
  const parsed = parseTypeScript(text);
  if ("trouble" in parsed) return markup(text);
  const renamed = path.replace(/\.(m?)js$/, ".$1ts");
  return { line: 1, column: 1, message: `This is TypeScript. Save it as ${renamed}, or remove the types.` };
}

function markup(text: string): Trouble | null {
  if (text.length > writtenCharacters) return null;
  const position = findMarkup(text);
  return (
    position && { ...position, message: "JSX is not supported. A file is TypeScript or JavaScript without markup." }
  );
}

function tooLarge(bytes: number): Trouble {
  const message = `The file has ${bytes} bytes; the limit is ${limits.fileBytes}. Split it into several files.`;
  return { line: 1, column: 1, message };
}

function tooManyExports(count: number): string {
  return `The file has ${count} exports; the limit is ${mostExports}. Split it into several files.`;
}

const grown = {
  line: 1,
  column: 1,
  message: "Compiled, the file is too large to be kept. Split it into several files.",
};

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
