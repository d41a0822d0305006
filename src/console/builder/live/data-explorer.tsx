import { Braces } from "lucide-react";
import { useState } from "react";
import type { OpenNodes } from "../../json/tree-rows.ts";
import { Empty } from "../../parts/states.tsx";
import { useBuilder } from "../builder-context.ts";
import { DataTree } from "./data/data-tree.tsx";
import { openAtFirst } from "./data/explored.ts";
import { useLiveValues } from "./data/use-live-values.ts";

/** What is open in the explorer of each view, also while another tab is in its place. */
const kept = new Map<string, OpenNodes>();

/** The live values of the page. */
export function DataExplorer() {
  const { application, view } = useBuilder();
  const values = useLiveValues();
  const key = `${application}/${view}`;
  const [open, setOpen] = useState(() => kept.get(key) ?? openAtFirst());
  const keep = (next: OpenNodes) => {
    kept.set(key, next);
    setOpen(next);
  };
  if (Object.keys(values).length === 0) {
    return (
      <Empty icon={<Braces size={22} aria-hidden />} title="No data yet">
        Values of components, states and calls are shown here while the page runs.
      </Empty>
    );
  }
  return <DataTree values={values} open={open} setOpen={keep} />;
}
