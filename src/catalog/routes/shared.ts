import * as z from "zod";
import { Fault } from "../../contract/fault.ts";
import { Flag } from "../../contract/list.ts";
import type { Call } from "../../http/route.ts";
import { applicationRow } from "../rows.ts";

/** What the catalog's routes share. */

export const Force = z.strictObject({ force: Flag });
export const DryRun = z.strictObject({ dry_run: Flag });

/** The application that the address names. Fault: `application.not_found`. */
export const application = (call: Pick<Call, "env" | "param">) => applicationRow(call.env, call.param("application"));

export const ifMatch = (call: Pick<Call, "request">) => call.request.headers.get("If-Match");

/** The version that the address names. Fault: `version.not_found`. */
export function versionNumber(call: Pick<Call, "param">): number {
  const text = call.param("number");
  if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text);
  throw new Fault("version.not_found", `${text} is no version: they are numbered from 1.`);
}
