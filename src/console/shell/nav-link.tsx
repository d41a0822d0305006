import type { ReactNode } from "react";
import { Link, useRoute } from "wouter";

/** A link of a navigation: it shows when its page is the one that is open. */
export function NavLink({ href, icon, children }: { href: string; icon?: ReactNode; children: ReactNode }) {
  const [isHere] = useRoute(href);
  return (
    <Link
      href={href}
      aria-current={isHere ? "page" : undefined}
      className={`flex h-7 items-center gap-2 rounded-md px-2 text-sm ${isHere ? "bg-surface-3 font-medium text-text" : "text-muted hover:bg-surface-2 hover:text-text"}`}
    >
      {icon && <span className="flex w-4 shrink-0 justify-center">{icon}</span>}
      {children}
    </Link>
  );
}
