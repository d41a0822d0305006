import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { useStored } from "../parts/storage.ts";
import { useBuilder } from "./builder-context.ts";
import { focusInspector, focusPalette } from "./focus.ts";

/** Which panes of the builder are open: the sides of a wide window, the one that a narrow window shows. */

export type LeftTab = "components" | "tree" | "data";
export type NarrowTab = LeftTab | "page" | "settings" | "problems";

type Panels = {
  readonly isLeftOpen: boolean;
  readonly setLeftOpen: (isOpen: boolean) => void;
  readonly leftTab: LeftTab;
  readonly setLeftTab: (tab: LeftTab) => void;
  readonly isRightOpen: boolean;
  readonly setRightOpen: (isOpen: boolean) => void;
  readonly narrowTab: NarrowTab;
  readonly setNarrowTab: (tab: NarrowTab) => void;
  /** Opens the settings wherever they are, and puts the focus there. */
  readonly goToSettings: () => void;
  /** The same for the kinds of component. */
  readonly goToPalette: () => void;
};

const PanelsContext = createContext<Panels | null>(null);

export function usePanels(): Panels {
  const panels = useContext(PanelsContext);
  if (!panels) throw new Error("Nothing above this gives it panels.");
  return panels;
}

export function PanelsProvider({ children }: { children: ReactNode }) {
  const { wanted } = useBuilder();
  const [isLeftOpen, setLeftOpen] = useStored("builder.left-open", true);
  const [leftTab, setLeftTab] = useStored<LeftTab>("builder.tab", "components");
  const [isRightOpen, setRightOpen] = useStored("builder.right-open", true);
  const [narrowTab, setNarrowTab] = useState<NarrowTab>("page");
  const openSettings = useCallback(() => {
    setRightOpen(true);
    setNarrowTab("settings");
  }, [setRightOpen]);
  useEffect(() => {
    if (wanted !== null) openSettings();
  }, [wanted, openSettings]);
  const goToSettings = useCallback(() => {
    openSettings();
    focusInspector();
  }, [openSettings]);
  const goToPalette = useCallback(() => {
    setLeftOpen(true);
    setLeftTab("components");
    setNarrowTab("components");
    focusPalette();
  }, [setLeftOpen, setLeftTab]);
  const panels = useMemo(
    () => ({
      ...{ isLeftOpen, setLeftOpen, leftTab, setLeftTab, isRightOpen, setRightOpen },
      ...{ narrowTab, setNarrowTab, goToSettings, goToPalette },
    }),
    [isLeftOpen, setLeftOpen, leftTab, setLeftTab, isRightOpen, setRightOpen, narrowTab, goToSettings, goToPalette],
  );
  return <PanelsContext value={panels}>{children}</PanelsContext>;
}
