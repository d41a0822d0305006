import type { ComponentProps, ReactNode } from "react";
import { Tooltip } from "./tooltip.tsx";

/** Buttons: one shape, four weights. */

export type ButtonWeight = "primary" | "secondary" | "ghost" | "danger";

const weights: Record<ButtonWeight, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong border-transparent",
  secondary: "bg-surface text-text border-border hover:bg-surface-2",
  ghost: "bg-transparent text-text border-transparent hover:bg-surface-3",
  danger: "bg-surface text-danger border-border hover:bg-danger-soft",
};

const sizes = { small: "h-7 px-2 text-xs gap-1", medium: "h-8 px-3 text-sm gap-1.5" };

/** What every button looks like; for links that look like one too. */
export function buttonClass(weight: ButtonWeight = "secondary", size: keyof typeof sizes = "medium"): string {
  return `inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap select-none transition-colors disabled:opacity-50 disabled:cursor-not-allowed aria-disabled:opacity-50 ${weights[weight]} ${sizes[size]}`;
}

type ButtonProps = ComponentProps<"button"> & {
  weight?: ButtonWeight;
  size?: keyof typeof sizes;
  icon?: ReactNode;
  /** Something it began is under way: it shows so and takes no second click. */
  busy?: boolean;
};

export function Button({ weight, size, icon, busy = false, className = "", children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      // Not `disabled`: that would take the focus from whoever has just pressed it, and lose it.
      onClick={busy ? (event) => event.preventDefault() : onClick}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      className={`${buttonClass(weight, size)} ${className}`}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  );
}

export const iconButtonClass =
  "inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted transition-colors hover:bg-surface-3 hover:text-text disabled:opacity-50 aria-expanded:bg-surface-3 aria-pressed:bg-accent-soft aria-pressed:text-accent";

/** A button that shows an icon only: its label is its name and its tooltip. */
export function IconButton({
  label,
  icon,
  keys,
  className = "",
  ...rest
}: Omit<ComponentProps<"button">, "children"> & { label: string; icon: ReactNode; keys?: string }) {
  return (
    <Tooltip text={label} {...(keys !== undefined && { keys })}>
      <button type="button" aria-label={label} {...rest} className={`${iconButtonClass} ${className}`}>
        {icon}
      </button>
    </Tooltip>
  );
}

export function Spinner() {
  return (
    <span
      aria-hidden
      className="inline-block size-3.5 animate-spin rounded-full border-2 border-current border-r-transparent"
    />
  );
}
