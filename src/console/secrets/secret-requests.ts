import type { Secret } from "../../contract/access.ts";
import { path, request } from "../api/request.ts";

/** Values go out with these requests and are kept nowhere: no query and no mutation remembers them. */

export function addSecret(application: string, name: string, value: string): Promise<Secret> {
  return request("POST", path`/applications/${application}/secrets`, { body: { name, value } });
}

export function setSecret(application: string, name: string, value: string): Promise<Secret> {
  return request("PUT", path`/applications/${application}/secrets/${name}`, { body: { value } });
}

export function deleteSecret(application: string, name: string): Promise<void> {
  return request("DELETE", path`/applications/${application}/secrets/${name}`);
}
