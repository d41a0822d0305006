import type { Route } from "../http/route.ts";
import type { Above } from "./above.ts";
import { applicationRoutes } from "./routes/applications.ts";
import { contractRoutes } from "./routes/contracts.ts";
import { fileRoutes } from "./routes/files.ts";
import { secretRoutes } from "./routes/secrets.ts";
import { versionRoutes } from "./routes/versions.ts";
import { workletRoutes } from "./routes/worklets.ts";

/** Everything that is edited: applications, files, worklets, versions, secrets; and what it promises. */
export const catalogRoutes = (above: Above): Route[] => [
  ...applicationRoutes(above),
  ...fileRoutes,
  ...workletRoutes(above),
  ...versionRoutes,
  ...secretRoutes,
  ...contractRoutes,
];
