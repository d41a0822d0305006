import { MousePointerSquareDashed } from "lucide-react";
import { type MouseEvent, useCallback, useMemo, useRef, useState } from "react";
import { InertContext } from "../../../view/page/inert-context.ts";
import { PageContext } from "../../../view/page/page-context.ts";
import { useKeys } from "../../parts/keys.tsx";
import { Empty } from "../../parts/states.tsx";
import { useStored } from "../../parts/storage.ts";
import { useBuilder } from "../builder-context.ts";
import { childrenOf } from "../document/family.ts";
import { focusBox } from "../focus.ts";
import { useTroubles } from "../troubles.tsx";
import { useBuilderActions } from "../use-builder-actions.ts";
import { CanvasBar } from "./canvas-bar.tsx";
import { CanvasContext } from "./canvas-context.ts";
import { CanvasGrid } from "./canvas-grid.tsx";
import { CanvasMenu, type OpenMenu } from "./canvas-menu.tsx";
import { DragTag } from "./drag-tag.tsx";
import { ModalBox } from "./modal-box.tsx";
import { drawnWidth, type PageWidth } from "./page-width.ts";
import { Sheet, useSizeOf } from "./sheet.tsx";
import { useSteadyPage } from "./steady-page.ts";
import { useCanvasKeys } from "./use-canvas-keys.ts";

const drawGrid = (container: string) => <CanvasGrid container={container} />;

/** The page as it is edited: every component drawn with its live values, in a box that is moved and sized. */
export function Canvas() {
  const builder = useBuilder();
  const { draft, page, select, selected, mayEdit } = builder;
  const latest = useRef(builder);
  latest.current = builder;
  const scroller = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const actions = useBuilderActions(focusBox);
  useCanvasKeys(scroller, actions, setMenu);
  const tools = useMemo(
    () => ({ actions, openMenu: setMenu, drawGrid, mayEdit, now: () => latest.current }),
    [actions, mayEdit],
  );
  const [width, setWidth] = useStored<PageWidth>("builder.page-width", "desktop");
  const [isActual, setActual] = useStored("builder.own-size", false);
  useKeys([{ keys: "z", label: "Canvas: own size of the page, or as it fits", run: () => setActual(!isActual) }]);
  const room = useSizeOf(scroller);
  const drawn = drawnWidth(width, room.width - 2 * marginPixels, isActual);
  const troubles = useTroubles();
  const modals = childrenOf(draft.components, null).filter(({ kind }) => kind === "modal");
  const selectNothing = useCallback(
    (event: MouseEvent) => {
      if (event.target instanceof Element && event.target.closest("[data-box]") === null) select([]);
    },
    [select],
  );
  return (
    <CanvasContext value={tools}>
      <InertContext value={true}>
        <PageContext value={useSteadyPage(page)}>
          <div className="flex h-full flex-col">
            <CanvasBar
              width={width}
              setWidth={setWidth}
              scale={drawn.scale}
              isActual={isActual}
              setActual={setActual}
            />
            {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape selects nothing by keyboard. */}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the same. */}
            <div
              ref={scroller}
              data-canvas
              onClick={selectNothing}
              className="min-h-0 flex-1 overflow-auto bg-surface-3 px-4 pt-6 [scrollbar-gutter:stable] select-none"
            >
              {room.width > 0 && (
                // biome-ignore lint/a11y/useSemanticElements: it groups no fields.
                <div role="group" aria-label="Canvas" className="relative w-fit min-w-full">
                  <Sheet drawn={drawn} room={room}>
                    {draft.components.length === 0 && <EmptyPage />}
                    <CanvasGrid container={null} />
                    {modals.length > 0 && (
                      <div className="mt-8 flex flex-col gap-5 border-t border-border pt-6">
                        {modals.map((modal) => (
                          <ModalBox
                            key={modal.id}
                            component={modal}
                            isSelected={selected.includes(modal.id)}
                            trouble={troubles.get(modal.id)?.join("\n")}
                          />
                        ))}
                      </div>
                    )}
                  </Sheet>
                </div>
              )}
            </div>
          </div>
          {menu && (
            <CanvasMenu
              menu={menu}
              actions={actions}
              close={() => setMenu(null)}
              selected={selected}
              scroller={scroller}
            />
          )}
          <DragTag />
        </PageContext>
      </InertContext>
    </CanvasContext>
  );
}

/** At each side of the page, so that handles at its edges can be taken. */
const marginPixels = 16;

function EmptyPage() {
  const { mayEdit } = useBuilder();
  return (
    <div className="pointer-events-none absolute inset-x-0 top-8">
      <Empty icon={<MousePointerSquareDashed size={22} />} title="An empty page">
        {mayEdit
          ? "Drag a component here from the list of components, or press Enter on one of them."
          : "Nothing has been put on this page yet."}
      </Empty>
    </div>
  );
}
