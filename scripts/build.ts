import { join } from "node:path";
import { buildConsole } from "./console.ts";
import { buildDocs } from "./docs/site.ts";
import { root } from "./wrangler.ts";

/** `npm run build`, and what wrangler runs before it reads `dist`: everything that is served as a file. */
await Promise.all([buildDocs(root, join(root, "dist/docs")), buildConsole(root)]);
