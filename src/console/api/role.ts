import { useQuery } from "@tanstack/react-query";
import { allows, type Role } from "../../contract/role.ts";
import { meQuery } from "./queries.ts";

/** Roles shape what is shown; the server decides. */

/** Whether the person who is signed in may do what `needed` may; false until that is known. */
export function useMay(needed: Role): boolean {
  const { data } = useQuery(meQuery);
  return data !== undefined && allows(data.role, needed);
}
