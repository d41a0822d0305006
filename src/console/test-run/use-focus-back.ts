import { type RefObject, useEffect, useRef } from "react";

/** When a run has been stopped, the button that stopped it is gone: who was there goes on at the button that runs again. */
export function useFocusBack(button: RefObject<HTMLElement | null>, isStopped: boolean): void {
  const wasStopped = useRef(isStopped);
  useEffect(() => {
    if (isStopped && !wasStopped.current && document.activeElement === document.body) button.current?.focus();
    wasStopped.current = isStopped;
  }, [button, isStopped]);
}
