/** The modules of Node and its globals: large, so they are loaded when a file first names one of them. */

const folder = "/node_modules/@types/node/";

// What a browser has too (fetch, URL, crypto, ...) is declared by the runtime's own types.
const texts = import.meta.glob<string>(
  [
    "../../../node_modules/@types/node/**/*.d.ts",
    "!../../../node_modules/@types/node/ts5.*/**",
    "!../../../node_modules/@types/node/web-globals/**",
  ],
  { query: "?raw", import: "default", eager: true },
);

export const nodeTypes = new Map(
  Object.entries(texts).map(([path, text]) => [
    `/types/node/${path.slice(path.indexOf(folder) + folder.length)}`,
    text,
  ]),
);
