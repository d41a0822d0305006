import { PanelLeftDashed, PanelRight } from "lucide-react";
import { useIsNarrow } from "../draft/window-size.ts";
import { IconButton } from "../parts/button.tsx";
import { useKeys } from "../parts/keys.tsx";
import { useBuilder } from "./builder-context.ts";
import { usePanels } from "./panels.tsx";

/** Hides and shows a side of the builder, where there are sides: not on a narrow window, and not in the preview. */
export function PanelToggle({ side }: { side: "left" | "right" }) {
  const { mode } = useBuilder();
  const { isLeftOpen, setLeftOpen, isRightOpen, setRightOpen } = usePanels();
  const isNarrow = useIsNarrow();
  const isLeft = side === "left";
  const isOpen = isLeft ? isLeftOpen : isRightOpen;
  const toggle = () => (isLeft ? setLeftOpen : setRightOpen)(!isOpen);
  const isThere = mode === "edit" && !isNarrow;
  const what = isLeft ? "components, tree and data" : "settings";
  const keys = isLeft ? "mod+b" : "mod+i";
  useKeys(isThere ? [{ keys, label: `Hide or show ${what}`, run: toggle }] : []);
  if (!isThere) return null;
  return (
    <IconButton
      label={`${isOpen ? "Hide" : "Show"} ${what}`}
      keys={keys}
      aria-expanded={isOpen}
      aria-controls={isLeft ? "builder-left" : "builder-inspector"}
      icon={isLeft ? <PanelLeftDashed size={15} /> : <PanelRight size={15} />}
      onClick={toggle}
    />
  );
}
