import { type DragEvent, useRef, useState } from "react";

/** A zone that files are dropped on. What is dragged over what stands in it enters and leaves again and again: it counts. */
export function useDropping(isDisabled: boolean, take: (files: readonly File[]) => void) {
  const inside = useRef(0);
  const [isOver, setOver] = useState(false);
  const count = (by: number) => {
    inside.current = Math.max(0, inside.current + by);
    setOver(inside.current > 0);
  };
  const hasFiles = (event: DragEvent) => !isDisabled && (event.dataTransfer?.types.includes("Files") ?? false);
  return {
    isOver,
    onDragEnter: (event: DragEvent) => {
      if (hasFiles(event)) count(1);
    },
    onDragLeave: (event: DragEvent) => {
      if (hasFiles(event)) count(-1);
    },
    onDragOver: (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      inside.current = 0;
      setOver(false);
      take([...event.dataTransfer.files]);
    },
  };
}
