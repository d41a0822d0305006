import { useQuery } from "@tanstack/react-query";
import type { Role } from "../../contract/access.ts";
import { meQuery } from "./queries.ts";

/** Roles shape what is shown; the server decides. */

const rank: Record<Role, number> = { admin: 3, creator: 2, operator: 1, invoke: 0 };

/** Whether the person who is signed in may do what `needed` may; false until that is known. */
export function useMay(needed: Role): boolean {
  const { data } = useQuery(meQuery);
  return data !== undefined && rank[data.role] >= rank[needed];
}
