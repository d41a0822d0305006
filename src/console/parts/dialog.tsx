import { AlertDialog } from "@base-ui/react/alert-dialog";
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { problemFrom } from "../api/problem.ts";
import { Button, iconButtonClass } from "./button.tsx";
import { ProblemNote } from "./states.tsx";

/** Windows over the page. */

const widths = { small: "max-w-md", medium: "max-w-xl", large: "max-w-3xl", full: "max-w-6xl" };
const backdrop =
  "fixed inset-0 z-40 bg-black/35 transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0";
const popup =
  "fixed top-[8vh] left-1/2 z-40 flex max-h-[84vh] w-[calc(100vw-2rem)] -translate-x-1/2 flex-col rounded-xl border border-border bg-surface shadow-popup outline-none transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0";

/**
 * A window with a title; it closes by Escape, its cross, or a click beside it, unless there is no `onOpenChange`. `footer` stays
 * in sight.
 */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  width = "medium",
  footer,
  initialFocus,
  children,
}: {
  open: boolean;
  onOpenChange?(open: boolean): void;
  title: ReactNode;
  description?: ReactNode;
  width?: keyof typeof widths;
  footer?: ReactNode;
  initialFocus?: React.RefObject<HTMLElement | null>;
  children: ReactNode;
}) {
  return (
    <Base.Root open={open} onOpenChange={(isOpen) => onOpenChange?.(isOpen)}>
      <Base.Portal>
        <Base.Backdrop forceRender className={backdrop} />
        <Base.Popup className={`${popup} ${widths[width]}`} {...(initialFocus && { initialFocus })}>
          <header className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-lg font-semibold break-words">{title}</Base.Title>
              {description && <Base.Description className="mt-0.5 text-sm text-muted">{description}</Base.Description>}
            </div>
            {/* Without a tooltip: it often has the focus first, and the first Escape would close only the tooltip. */}
            {onOpenChange && (
              <Base.Close aria-label="Close" className={iconButtonClass}>
                <X size={16} aria-hidden />
              </Base.Close>
            )}
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
          {footer && (
            <footer className="flex items-center justify-end gap-2 border-t border-border px-5 py-3">{footer}</footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** Asks before something is done that cannot be undone. `act` may fail: the window stays and says why. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  children,
  action,
  act,
}: {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: ReactNode;
  /** What is lost and what stays. */
  children: ReactNode;
  /** The verb on the button: `Delete`. */
  action: string;
  act(): Promise<unknown>;
}) {
  const [isActing, setActing] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const confirm = async () => {
    setActing(true);
    setProblem(null);
    try {
      await act();
      onOpenChange(false);
    } catch (error) {
      setProblem(error);
    } finally {
      setActing(false);
    }
  };
  return (
    <AlertDialog.Root
      open={open}
      onOpenChange={(isOpen) => {
        setProblem(null);
        onOpenChange(isOpen);
      }}
    >
      <AlertDialog.Portal>
        <AlertDialog.Backdrop forceRender className={backdrop} />
        <AlertDialog.Popup className={`${popup} ${widths.small}`}>
          <div className="min-h-0 overflow-y-auto px-5 pt-4 pb-4">
            <AlertDialog.Title className="text-lg font-semibold break-words">{title}</AlertDialog.Title>
            <AlertDialog.Description render={<div />} className="mt-2 flex flex-col gap-2 text-sm text-muted">
              {children}
            </AlertDialog.Description>
            {problem !== null && <ProblemNote problem={problemFrom(problem)} className="mt-3" />}
          </div>
          <footer className="flex justify-end gap-2 border-t border-border px-5 py-3">
            <AlertDialog.Close render={<Button>Cancel</Button>} />
            <Button weight="danger" busy={isActing} onClick={confirm}>
              {action}
            </Button>
          </footer>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
