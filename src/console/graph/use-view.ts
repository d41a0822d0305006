import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useCallback } from "react";
import { cardSize } from "./layout.ts";
import type { PictureNode } from "./use-picture.ts";

/** Which part of the graph is in sight. */

/** So small a graph is shown at first at most: its words can be read. */
const leastFirstZoom = 0.75;
const margin = 24;

/** How the graph is shown when it opens: all of it when that can be read, else from its beginning, or from the block that was linked to. */
export function useFirstView(nodes: readonly PictureNode[], linked: string | null): () => void {
  const { setViewport } = useReactFlow();
  const store = useStoreApi();
  return () => {
    const { width, height } = store.getState();
    const left = Math.min(...nodes.map(({ position }) => position.x));
    const right = Math.max(...nodes.map(({ position, width: own = 0 }) => position.x + own));
    const top = Math.min(...nodes.map(({ position }) => position.y));
    const bottom = Math.max(...nodes.map(({ position, height: own = 0 }) => position.y + own));
    const fitting = Math.min((width - 2 * margin) / (right - left), (height - 2 * margin) / (bottom - top));
    const zoom = Math.max(leastFirstZoom, Math.min(1, fitting));
    const start = nodes.find(({ id }) => id === linked) ?? nodes[0];
    const isWide = (right - left) * zoom > width - 2 * margin;
    const isTall = (bottom - top) * zoom > height - 2 * margin;
    const middle = isWide && start ? start.position.x + (start.width ?? 0) / 2 : (left + right) / 2;
    const fromTop = margin - top * zoom;
    const startsBelow =
      start !== undefined && (start.position.y + (start.height ?? 0)) * zoom + fromTop > height - margin;
    const y = !isTall
      ? (height - (bottom + top) * zoom) / 2
      : startsBelow
        ? height / 2 - start.position.y * zoom
        : fromTop;
    void setViewport({ x: width / 2 - middle * zoom, y, zoom });
  };
}

/** Moves the graph until a block can be seen. */
export function useBringIntoSight(): (id: string) => void {
  const { getNode, setCenter, getViewport } = useReactFlow();
  const store = useStoreApi();
  return useCallback(
    (id) => {
      const node = getNode(id);
      if (node === undefined) return;
      const { width, height } = store.getState();
      const { x, y, zoom } = getViewport();
      const own = { width: node.width ?? cardSize.width, height: node.height ?? cardSize.height };
      const left = node.position.x * zoom + x;
      const top = node.position.y * zoom + y;
      const isSeen =
        left >= margin &&
        top >= margin &&
        left + own.width * zoom <= width - margin &&
        top + own.height * zoom <= height - margin;
      if (isSeen) return;
      const middle = { x: node.position.x + own.width / 2, y: node.position.y + own.height / 2 };
      void setCenter(middle.x, middle.y, { zoom: Math.max(zoom, 0.6), duration: 150 });
    },
    [getNode, setCenter, getViewport, store],
  );
}
