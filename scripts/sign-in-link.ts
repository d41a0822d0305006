import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { consoleLink } from "./console-link.ts";
import { isTaken } from "./port.ts";
import { readSecrets } from "./secrets.ts";
import { readRunning } from "./start-state.ts";
import { complain } from "./stop.ts";
import { root } from "./wrangler.ts";

/** `npm run sign-in`: another link that signs in to the console of this machine. */

const secretsFile = join(root, ".dev.vars");

try {
  const secrets = readSecrets(existsSync(secretsFile) ? readFileSync(secretsFile, "utf8") : "");
  const port = readRunning()?.port ?? (Number(process.env.PORT) || 8787);
  console.log(consoleLink(secrets, port));
  console.log("It is good for an hour, and once.");
  if (!(await isTaken(port))) console.log(`Nothing runs on port ${port} yet: \`npm start\` does.`);
} catch (error) {
  complain(error);
  process.exitCode = 1;
}
