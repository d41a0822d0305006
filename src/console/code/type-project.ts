import ts from "@typescript/typescript6";
import { resolveSpecifier } from "../../source/specifier.ts";
import { declarations } from "./declarations.ts";
import { blockInsertions, ShadowText } from "./shadow-text.ts";
import {
  applicationPath,
  guestPath,
  libraries,
  libraryFolder,
  nodePath,
  standardLibrary,
  workersPath,
} from "./type-libraries.ts";
import type { News } from "./typescript-protocol.ts";

/** The files of an application as TypeScript sees them. Each project has its own; what is read of libraries is shared. */

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  lib: [standardLibrary],
  types: [],
  allowJs: true,
  checkJs: false,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
  strict: true,
  noImplicitAny: false,
  useUnknownInCatchVariables: false,
};

const folder = "/app/";
const registry = ts.createDocumentRegistry();
const namesNode = /\bnode:|\b(?:Buffer|process|NodeJS|setImmediate|clearImmediate)\b/;
const isTyped = (path: string) => /\.m?ts$/.test(path);

type File = { text: string; version: number; shadow: ShadowText };

/** The types of Node, once a file has named one of its modules. */
let nodeTypes: ReadonlyMap<string, string> | null = null;

export class TypeProject {
  readonly service: ts.LanguageService;
  readonly #files = new Map<string, File>();
  #application = { text: declarations(null), version: 1 };
  #versions = 1;

  constructor() {
    this.service = ts.createLanguageService(this.#host(), registry);
  }

  /** Takes what changed since it was told before. */
  learn({ written, gone, globals }: News): void {
    for (const path of gone) this.#files.delete(path);
    for (const [path, text] of Object.entries(written)) this.write(path, text);
    const text = declarations(globals);
    if (text !== this.#application.text) this.#application = { text, version: ++this.#versions };
  }

  /** Forgets all files: another editor takes over. */
  clear(): void {
    this.#files.clear();
  }

  write(path: string, text: string): void {
    if (this.#files.get(path)?.text !== text)
      this.#files.set(path, { text, version: ++this.#versions, shadow: shadowOf(path, text) });
  }

  /** The shadow of a file, and the name under which the service knows it. */
  file(path: string): { name: string; text: string; shadow: ShadowText } {
    const file = this.#files.get(path);
    if (file === undefined) throw new Error(`There is no file ${path}.`);
    return { name: folder + path, text: file.text, shadow: file.shadow };
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** Loads the types of Node when a file needs them. */
  async prepare(): Promise<void> {
    if (nodeTypes !== null) return;
    for (const { text } of this.#files.values()) {
      if (!namesNode.test(text)) continue;
      nodeTypes = (await import("./node-types.ts")).nodeTypes;
      return;
    }
  }

  #read(name: string): string | undefined {
    if (name.startsWith(folder)) return this.#files.get(name.slice(folder.length))?.shadow.text;
    if (name === applicationPath) return this.#application.text;
    return libraries.get(name) ?? nodeTypes?.get(name);
  }

  #host(): ts.LanguageServiceHost {
    return {
      getCompilationSettings: () => options,
      getCurrentDirectory: () => "/",
      getDefaultLibFileName: () => `${libraryFolder}/${standardLibrary}`,
      getScriptFileNames: () => [
        workersPath,
        guestPath,
        applicationPath,
        ...(nodeTypes === null ? [] : [nodePath]),
        ...[...this.#files.keys()].map((path) => folder + path),
      ],
      getScriptVersion: (name) => {
        if (name === applicationPath) return String(this.#application.version);
        return String(this.#files.get(name.slice(folder.length))?.version ?? 0);
      },
      getScriptSnapshot: (name) => {
        const text = this.#read(name);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      fileExists: (name) => this.#read(name) !== undefined,
      readFile: (name) => this.#read(name),
      directoryExists: () => true,
      getDirectories: () => [],
      readDirectory: () => [...this.#files.keys()].map((path) => folder + path),
      resolveModuleNameLiterals: (literals, from) => literals.map(({ text }) => this.#resolve(from, text)),
    };
  }

  /** A relative import means the file that the server would take; what else there is has its own declarations. */
  #resolve(from: string, specifier: string): ts.ResolvedModuleWithFailedLookupLocations {
    const base = from.startsWith(folder) ? folder : from.slice(0, from.lastIndexOf("/") + 1);
    const exists = (path: string) => this.#read(base + path) !== undefined;
    const found = resolveSpecifier(from.slice(base.length), specifier, exists);
    if (found === null || !/^\.\.?(?:\/|$)/.test(specifier)) return { resolvedModule: undefined };
    const extension = /\.d\.ts$|\.[a-z]+$/.exec(found)?.[0] ?? ts.Extension.Ts;
    return { resolvedModule: { resolvedFileName: base + found, extension, isExternalLibraryImport: false } };
  }
}

function shadowOf(path: string, text: string): ShadowText {
  const kind = isTyped(path) ? ts.ScriptKind.TS : ts.ScriptKind.JS;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true, kind);
  return new ShadowText(text, blockInsertions(ts, file, isTyped(path)));
}
