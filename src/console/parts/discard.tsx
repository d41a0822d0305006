import { useState } from "react";
import { Button } from "./button.tsx";

/** A dialog in which something was typed asks before it throws that away. */

export type Discard = {
  isAsking: boolean;
  /** For the dialog's `onOpenChange`: closes at once when nothing was typed. */
  onOpenChange(open: boolean): void;
  stay(): void;
  discard(): void;
};

export function useDiscard(isTyped: boolean, close: () => void): Discard {
  const [isAsking, setAsking] = useState(false);
  const discard = () => {
    setAsking(false);
    close();
  };
  return {
    isAsking,
    onOpenChange: (open) => {
      if (open) return;
      if (isTyped && !isAsking) setAsking(true);
      else if (!isTyped) discard();
    },
    stay: () => setAsking(false),
    discard,
  };
}

/** The footer's buttons, or the question in their place. */
export function DiscardFooter({ discard, children }: { discard: Discard; children: React.ReactNode }) {
  if (!discard.isAsking) return children;
  return (
    <>
      <p role="alert" className="min-w-0 flex-1 text-sm">
        Throw away what you typed?
      </p>
      <Button weight="danger" onClick={discard.discard}>
        Throw away
      </Button>
      <Button autoFocus onClick={discard.stay}>
        Keep it
      </Button>
    </>
  );
}
