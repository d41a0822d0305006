import { useQuery } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { applicationsQuery, workletsQuery } from "../api/queries.ts";
import { useMay } from "../api/role.ts";
import type { Command } from "./commands.ts";

const applicationPages = [
  ["Overview", ""],
  ["Runs", "/runs"],
  ["Failed runs", "/runs?status=FAILED"],
  ["Views", "/views"],
  ["Schedules", "/schedules"],
  ["Models", "/models"],
  ["Secrets", "/secrets"],
  ["Settings of the application", "/settings"],
] as const;

/** Every place that one can go to, the nearest first. */
export function usePlaces(application: string | null): Command[] {
  const [, navigate] = useLocation();
  const { data: applications = [] } = useQuery(applicationsQuery);
  const { data: worklets = [] } = useQuery({ ...workletsQuery(application ?? ""), enabled: application !== null });
  const mayManageKeys = useMay("admin");
  const to = (label: string, group: string, address: string, also = ""): Command => ({
    key: `${group} ${address}`,
    label,
    group,
    also,
    run: () => navigate(address),
  });
  const base = `/applications/${application}`;
  return [
    ...worklets.map(({ id, name }) => to(name, "Worklet", `${base}/worklets/${id}`, id)),
    ...(application === null ? [] : applicationPages.map(([label, rest]) => to(label, "Page", base + rest))),
    ...worklets.map(({ id, name }) => to(`Run ${name}`, "Worklet", `${base}/worklets/${id}/call`, id)),
    ...applications.map(({ id, name }) => to(name, "Application", `/applications/${id}`, id)),
    to("All applications", "Page", "/"),
    ...(mayManageKeys ? [to("Keys", "Page", "/keys")] : []),
  ];
}
