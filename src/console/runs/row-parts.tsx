import type { MouseEvent, ReactNode } from "react";
import { useLocation, useRouter } from "wouter";
import { relativeText } from "../parts/time.tsx";

/**
 * Parts of a row that comes and goes while the list is scrolled: they cost next to nothing, where the parts of a page (a tooltip
 * that opens, a link that knows where it is) would make thousands of rows stutter.
 */

const full = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

/** How long ago; the instant itself on hover. */
export function RowTime({ at, now, isNear }: { at: string; now: number; isNear: boolean }) {
  const ms = Date.parse(at);
  return (
    <time dateTime={at} title={isNear ? `${full.format(ms)}\n${at} (UTC)` : undefined} className="tabular-nums">
      {relativeText(ms - now)}
    </time>
  );
}

/** A link inside a row. The list itself follows it (`useRowLinks`). */
export function RowLink({
  href,
  tabIndex,
  title,
  className,
  children,
}: {
  href: string;
  tabIndex: number;
  title?: string;
  className: string;
  children: ReactNode;
}) {
  const { base } = useRouter();
  return (
    <a href={`${base}${href}`} tabIndex={tabIndex} title={title} className={className}>
      {children}
    </a>
  );
}

/** Follows links of rows without leaving the page; those that are to open elsewhere are left to the browser. */
export function useRowLinks(): (event: MouseEvent) => void {
  const { base } = useRouter();
  const [, navigate] = useLocation();
  return (event) => {
    const link = (event.target as Element).closest("a");
    const href = link?.getAttribute("href");
    const isElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0;
    if (!href?.startsWith(base) || isElsewhere) return;
    event.preventDefault();
    navigate(href.slice(base.length));
  };
}
