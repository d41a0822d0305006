/** What buttons of a page look like. `not-aria-disabled` keeps a busy one from answering the pointer. */

export type ButtonVariant = "primary" | "secondary" | "danger" | "link";

const looks: Record<ButtonVariant, string> = {
  primary: "border-transparent bg-accent text-on-accent not-aria-disabled:enabled:hover:bg-accent-strong px-3.5",
  secondary: "border-border-strong/45 bg-surface text-text not-aria-disabled:enabled:hover:bg-surface-2 px-3.5",
  danger: "border-danger/45 bg-surface text-danger not-aria-disabled:enabled:hover:bg-danger-soft px-3.5",
  link: "border-transparent text-accent not-aria-disabled:enabled:hover:underline underline-offset-3 px-1",
};

export function buttonClass(variant: ButtonVariant): string {
  return `inline-flex min-h-9 max-w-full min-w-0 items-center justify-center gap-2 rounded-md border py-1 text-sm font-medium transition-colors select-none active:not-aria-disabled:enabled:translate-y-px disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-default aria-busy:cursor-progress pointer-coarse:min-h-10 ${looks[variant]}`;
}

/** A small button with an icon and no words. */
export const iconButtonClass =
  "inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted transition-colors hover:bg-surface-3 hover:text-text disabled:opacity-50";
