import workers from "../../../node_modules/@cloudflare/workers-types/index.d.ts?raw";
import { guestTypes } from "./guest-types.ts";

/** The declarations that are the same for everybody, by the paths under which TypeScript finds them. */

const standard = import.meta.glob<string>("../../../node_modules/@typescript/old/lib/lib.es*.d.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});
const decorators = import.meta.glob<string>("../../../node_modules/@typescript/old/lib/lib.decorators*.d.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});

export const libraryFolder = "/lib";
export const standardLibrary = "lib.esnext.d.ts";
export const workersPath = "/types/workers.d.ts";
export const guestPath = "/types/guest.d.ts";
export const applicationPath = "/types/application.d.ts";
export const nodePath = "/types/node/index.d.ts";

const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);

export const libraries = new Map<string, string>([
  ...Object.entries({ ...standard, ...decorators }).map(([path, text]): [string, string] => [
    `${libraryFolder}/${nameOf(path)}`,
    text,
  ]),
  [workersPath, workers],
  [guestPath, guestTypes],
]);
