import { join } from "node:path";
import { type Call, must } from "../client.ts";
import { readFolder } from "../folder.ts";
import { root } from "../wrangler.ts";

/** The views that the pictures show: those of two examples, in applications of their own. */

export const orderDesk = "pictures-order-desk";
export const language = "pictures-language";

/** Makes both anew, published; the second one has a change that is left to publish. */
export async function prepareViews(call: Call): Promise<void> {
  await make(call, orderDesk, readFolder(join(root, "examples/order-desk")));
  const folder = readFolder(join(root, "examples/language"));
  await make(call, language, folder);
  const { "views/detect.json": detect = "" } = folder;
  folder["views/detect.json"] = detect.replace("Nothing typed yet.", "Type a few words first.");
  await must(call, "POST", `/applications/import?id=${language}`, folder);
}

async function make(call: Call, id: string, folder: Record<string, string>): Promise<void> {
  await call("DELETE", `/applications/${id}?force=true`);
  await must(call, "POST", `/applications/import?id=${id}&publish=true`, folder);
}
