import { type RefObject, useEffect } from "react";
import { whenGoneOn } from "../../parts/focus.ts";
import { useBuilder } from "../builder-context.ts";
import { controlIn } from "../focus.ts";
import { wantedPlace } from "./wanted-place.ts";

const mostFrames = 90;
/** After these, it may be in a section that is closed. */
const closedFrames = 5;
/** After these, what stands around it will do where the best place is not there at all. */
const patientFrames = 20;
const steadyFrames = 4;

/** Shows what `reveal` asks for: selects and opens where it stands, scrolls there, and gives it the focus. */
export function useReveal(root: RefObject<HTMLElement | null>, openCall: (name: string) => void): void {
  const { wanted, revealed, draft, select, selected } = useBuilder();
  useGivingUp(wanted !== null, revealed);
  useEffect(() => {
    if (wanted === null) return;
    const place = wantedPlace(wanted, draft);
    const isSelected = place.component === null ? selected.length === 0 : selected.join() === place.component;
    // What is selected changes first; this comes again then.
    if (!isSelected) return select(place.component === null ? [] : [place.component]);
    if (place.call !== null) openCall(place.call);
    let frame = 0;
    let asked = 0;
    let tried: readonly HTMLElement[] = [];
    let steady: { found: Found | null; frames: number } = { found: null, frames: 0 };
    const look = () => {
      const isLate = frame++ > mostFrames;
      if (frame === closedFrames && findPlace(root.current, place.places, false) === null)
        tried = openSections(root.current);
      const found = findPlace(root.current, place.places, frame > patientFrames);
      if (found !== null) {
        closeSections(tried, found.place);
        tried = [];
      }
      holdFocus(found);
      const isSame = found !== null && found.control !== null && found.control === steady.found?.control;
      steady = { found, frames: isSame ? steady.frames + 1 : 0 };
      // An editor that has just come may be made anew.
      if (steady.frames < steadyFrames && !isLate) {
        asked = requestAnimationFrame(look);
        return;
      }
      found?.place.scrollIntoView({ block: "nearest" });
      found?.control?.focus();
      revealed();
    };
    asked = requestAnimationFrame(look);
    return () => {
      cancelAnimationFrame(asked);
      closeSections(tried, null);
    };
  }, [wanted, revealed, draft, select, selected, openCall, root]);
}

/** The control is null while its editor is fetched. */
type Found = { place: HTMLElement; control: HTMLElement | null };

/** What had the focus may be gone, with the menu it was in: Tab goes on from the place until its control is there. */
function holdFocus(found: Found | null): void {
  if (found === null || document.activeElement !== document.body) return;
  found.place.tabIndex = -1;
  found.place.style.outline = "none";
  found.place.focus({ preventScroll: true });
}

/** Who goes on meanwhile is not taken back. */
function useGivingUp(isWanted: boolean, giveUp: () => void): void {
  useEffect(() => (isWanted ? whenGoneOn(giveUp) : undefined), [isWanted, giveUp]);
}

/** `isWide`: what stands around it will do. */
function findPlace(root: HTMLElement | null, places: readonly string[], isWide: boolean): Found | null {
  for (const name of isWide ? places : places.slice(0, 1)) {
    const place = root?.querySelector<HTMLElement>(`[data-place="${CSS.escape(name)}"]`);
    if (!place) continue;
    openAround(place);
    return { place, control: controlIn(place) };
  }
  return null;
}

/** What a closed section holds is known when it is open. Gives what was opened. */
function openSections(root: HTMLElement | null): readonly HTMLElement[] {
  const closed = [...(root?.querySelectorAll<HTMLElement>("h3 > button[aria-expanded=false]") ?? [])];
  for (const each of closed) each.click();
  return closed;
}

/** Somebody closed them, and they stay closed but for the one that is asked for. */
function closeSections(tried: readonly HTMLElement[], place: HTMLElement | null): void {
  for (const each of tried) {
    const isAskedFor = place !== null && each.closest("section")?.contains(place) === true;
    if (!isAskedFor && each.ariaExpanded === "true") each.click();
  }
}

/** What it stands in may be a line that is closed. */
function openAround(element: HTMLElement): void {
  for (let at = element.closest("details"); at !== null; at = at.parentElement?.closest("details") ?? null)
    at.open = true;
}
