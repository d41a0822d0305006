import { useStanding } from "../page/calls-behind.ts";
import { useComponent } from "../page/use-component.ts";
import { Frame } from "../parts/frame.tsx";
import type { Drawn } from "./drawn.ts";
import { JsonTree } from "./json/json-tree.tsx";

/** Any value as a tree. */
export function JsonViewer({ component }: Drawn) {
  const { values, error, loading } = useComponent(component.id, "json_viewer");
  const standing = useStanding(component, "data", { error: error("data"), loading: loading("data") });
  return (
    <Frame label={values.label} standing={standing} isEmpty={values.data === null} emptyText={values.empty_text} isBox>
      <JsonTree
        value={values.data}
        label={values.label || "JSON"}
        root={`${component.id}.data`}
        openLevels={values.open_levels ?? 0}
      />
    </Frame>
  );
}
