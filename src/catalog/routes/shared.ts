import * as z from "zod";
import { Flag } from "../../contract/list.ts";
import type { Call } from "../../http/route.ts";
import { applicationRow } from "../rows.ts";

/** What the catalog's routes share. */

export const Force = z.strictObject({ force: Flag });
export const DryRun = z.strictObject({ dry_run: Flag });

/** The application that the address names. Fault: `application.not_found`. */
export const application = (call: Pick<Call, "env" | "param">) => applicationRow(call.env, call.param("application"));

export const ifMatch = (call: Pick<Call, "request">) => call.request.headers.get("If-Match");
