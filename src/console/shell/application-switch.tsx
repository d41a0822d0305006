import { useQuery } from "@tanstack/react-query";
import { ChevronsUpDown, LayoutGrid } from "lucide-react";
import { Link, useLocation } from "wouter";
import { applicationsQuery } from "../api/queries.ts";
import { buttonClass } from "../parts/button.tsx";
import { Menu } from "../parts/menu.tsx";

/** The way home, and from one application to another. */
export function ApplicationSwitch({ application }: { application: string }) {
  const { data: applications = [] } = useQuery(applicationsQuery);
  const [, navigate] = useLocation();
  const name = applications.find(({ id }) => id === application)?.name ?? application;
  return (
    <div className="flex min-w-0 shrink items-center gap-1">
      <Link href="/" aria-label="All applications" className="shrink-0 rounded-md p-1 hover:bg-surface-3">
        <img src={new URL("../icon.svg", import.meta.url).href} alt="" className="size-6 shrink-0" />
      </Link>
      <Menu
        trigger={
          <button type="button" className={`${buttonClass("ghost")} min-w-0 max-sm:shrink max-sm:px-1`}>
            <span className="max-w-48 truncate">{name}</span>
            <ChevronsUpDown size={13} aria-hidden className="shrink-0 text-muted" />
          </button>
        }
        items={[
          ...applications
            .filter(({ id }) => id !== application)
            .map(({ id, name: label }) => ({ label, run: () => navigate(`/applications/${id}`) })),
          "separator",
          { label: "All applications", icon: <LayoutGrid size={14} />, run: () => navigate("/") },
        ]}
      />
    </div>
  );
}
