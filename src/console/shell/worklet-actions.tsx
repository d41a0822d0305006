import { useQueryClient } from "@tanstack/react-query";
import { CopyPlus, Pencil, Play, Settings, Terminal, Trash2 } from "lucide-react";
import { useLocation } from "wouter";
import type { Worklet } from "../../contract/catalog.ts";
import { versionQuery, workletsQuery } from "../api/queries.ts";
import { path, request } from "../api/request.ts";
import { useMay } from "../api/role.ts";
import { copyText } from "../parts/copy.tsx";
import type { MenuItem } from "../parts/menu.tsx";
import { useNotify } from "../parts/toast.tsx";

/** What the "..." of a worklet offers. */
export function useWorkletActions(
  application: string,
  worklet: Worklet,
  show: (what: "rename" | "settings" | "delete") => void,
): MenuItem[] {
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const { notify, notifyProblem } = useNotify();
  const mayEdit = useMay("creator");
  const clone = async () => {
    const address = path`/applications/${application}/worklets/${worklet.id}/clone`;
    const made = await request<Worklet>("POST", address, { body: {} });
    await queries.invalidateQueries({ queryKey: workletsQuery(application).queryKey });
    navigate(`/applications/${application}/worklets/${made.id}`);
    notify({
      title: `Made ${made.name}`,
      detail: `It runs the same files as ${worklet.name}: a change in one is in both.`,
    });
  };
  const copyCurl = async () => {
    const [{ input_schema }, { sampleOf }, { curlOf }] = await Promise.all([
      queries.ensureQueryData(versionQuery(application, worklet.id, worklet.live_version)),
      import("../../source/sample.ts"),
      import("../call/snippets.ts"),
    ]);
    const text = curlOf({
      origin: location.origin,
      application,
      worklet: worklet.id,
      environment: "production",
      input: sampleOf(input_schema),
    });
    if (await copyText(text))
      notify({ title: "Copied the curl command", detail: "Put your API key where it says so." });
    else notify({ title: "The browser does not allow copying here" });
  };
  const tried = (action: () => Promise<void>) => () => void action().catch(notifyProblem);
  const run = () => navigate(`/applications/${application}/worklets/${worklet.id}/call`);
  const reading: MenuItem[] = [
    { label: "Run", icon: <Play size={14} />, run },
    { label: "Copy as curl", icon: <Terminal size={14} />, run: tried(copyCurl) },
    { label: "Settings", icon: <Settings size={14} />, run: () => show("settings") },
  ];
  if (!mayEdit) return reading;
  return [
    { label: "Rename", icon: <Pencil size={14} />, run: () => show("rename") },
    { label: "Clone", icon: <CopyPlus size={14} />, run: tried(clone) },
    ...reading,
    "separator",
    { label: "Delete…", icon: <Trash2 size={14} />, danger: true, run: () => show("delete") },
  ];
}
