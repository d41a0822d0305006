import { Calendar, History, KeyRound, LayoutDashboard, LayoutTemplate, Settings, Sparkles } from "lucide-react";
import { NavLink } from "./nav-link.tsx";
import { WorkletList } from "./worklet-list.tsx";

/** The pages of an application, and its worklets. */
export function Sidebar({ application }: { application: string }) {
  const base = `/applications/${application}`;
  return (
    <>
      <nav aria-label="Application" className="flex flex-col gap-px border-b border-border p-2">
        <NavLink href={base} icon={<LayoutDashboard size={14} />}>
          Overview
        </NavLink>
        <NavLink href={`${base}/runs`} icon={<History size={14} />}>
          Runs
        </NavLink>
        <NavLink href={`${base}/views`} icon={<LayoutTemplate size={14} />}>
          Views
        </NavLink>
        <NavLink href={`${base}/schedules`} icon={<Calendar size={14} />}>
          Schedules
        </NavLink>
        <NavLink href={`${base}/models`} icon={<Sparkles size={14} />}>
          Models
        </NavLink>
        <NavLink href={`${base}/secrets`} icon={<KeyRound size={14} />}>
          Secrets
        </NavLink>
        <NavLink href={`${base}/settings`} icon={<Settings size={14} />}>
          Settings
        </NavLink>
      </nav>
      <WorkletList application={application} />
    </>
  );
}
