import type { ReactNode } from "react";
import { Link } from "wouter";
import { useMay } from "../api/role.ts";
import { GlobalKeys } from "./global-keys.tsx";
import { NavLink } from "./nav-link.tsx";
import { PersonMenu } from "./person-menu.tsx";

/** The frame of what belongs to no application: the list of them, the keys. */
export function HomeShell({ children }: { children: ReactNode }) {
  const mayManageKeys = useMay("admin");
  return (
    <div className="flex h-full flex-col">
      <GlobalKeys application={null} />
      <header className="flex h-12 shrink-0 items-center gap-4 border-b border-border bg-surface px-4">
        <Link href="/" className="flex items-center gap-2 font-semibold">
          <img src={new URL("../icon.svg", import.meta.url).href} alt="" className="size-6" />
          Worklets
        </Link>
        <nav aria-label="Console" className="flex gap-1">
          <NavLink href="/">Applications</NavLink>
          {mayManageKeys && <NavLink href="/keys">Keys</NavLink>}
        </nav>
        <span className="flex-1" />
        <PersonMenu />
      </header>
      <main className="min-h-0 flex-1">{children}</main>
    </div>
  );
}
