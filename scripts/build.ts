import { join } from "node:path";
import { buildProgram, writeHeaders } from "./browser-program.ts";
import { consoleProgram } from "./console.ts";
import { buildDocs } from "./docs/site.ts";
import { viewProgram } from "./view.ts";
import { root } from "./wrangler.ts";

/** `npm run build`, and what wrangler runs before it reads `dist`: everything that is served as a file. */

const programs = [consoleProgram, viewProgram];
await Promise.all([
  buildDocs(root, join(root, "dist/docs")),
  ...programs.map((program) => buildProgram(root, program)),
]);
writeHeaders(root, programs);
