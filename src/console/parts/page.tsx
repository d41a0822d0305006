import { type ReactNode, useEffect } from "react";

/** The frame of a page inside the console: its title, what can be done with it, and its contents. */
export function Page({
  title,
  heading = title,
  description,
  actions,
  wide = false,
  children,
}: {
  /** Also the title of the browser's tab. */
  title: string;
  heading?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  /** As wide as the window; else as wide as text reads well. */
  wide?: boolean;
  children: ReactNode;
}) {
  useTitle(title);
  return (
    <div className="h-full overflow-y-auto">
      <div className={`mx-auto flex min-h-full flex-col px-4 py-5 sm:px-6 ${wide ? "" : "max-w-5xl"}`}>
        <header className="mb-4 flex flex-wrap items-start gap-x-4 gap-y-2">
          <div className="min-w-0 flex-1 basis-60">
            <h1 className="text-xl font-semibold tracking-tight break-words">{heading}</h1>
            {description && <div className="mt-0.5 text-sm text-muted">{description}</div>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
        {children}
      </div>
    </div>
  );
}

/** Names the browser's tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Worklets`;
  }, [title]);
}

/** A box of the page. */
export function Card({ children, className = "" }: { children: ReactNode; className?: string }) {
  return <section className={`rounded-lg border border-border bg-surface ${className}`}>{children}</section>;
}
