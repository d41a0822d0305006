import { useQuery } from "@tanstack/react-query";
import { Plus, Search } from "lucide-react";
import { useRef, useState } from "react";
import { useLocation } from "wouter";
import { workletsQuery } from "../api/queries.ts";
import { useMay } from "../api/role.ts";
import { IconButton } from "../parts/button.tsx";
import { useKeys } from "../parts/keys.tsx";
import { Loading } from "../parts/states.tsx";
import { NewWorklet, useMaking } from "./new-worklet.tsx";
import { WorkletRow } from "./worklet-row.tsx";

/** The worklets of an application: find one, make one, and what can be done with each. */
export function WorkletList({ application }: { application: string }) {
  const { data: worklets, error } = useQuery(workletsQuery(application));
  const [search, setSearch] = useState("");
  const [isMaking, setMaking] = useMaking();
  const [, navigate] = useLocation();
  const searchField = useRef<HTMLInputElement>(null);
  const mayEdit = useMay("creator");
  useKeys([
    { keys: "/", label: "Search the worklets", run: () => searchField.current?.focus() },
    ...(mayEdit ? [{ keys: "n", label: "New worklet", run: () => setMaking(true) }] : []),
  ]);
  const words = search.trim().toLowerCase();
  const found = worklets
    ?.filter(({ id, name }) => `${name} ${id}`.toLowerCase().includes(words))
    .sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
  const open = (id: string) => navigate(`/applications/${application}/worklets/${id}`);
  return (
    <nav aria-label="Worklets" className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center gap-1 p-2 pb-1">
        <label className="relative min-w-0 flex-1">
          <span className="sr-only">Search the worklets</span>
          <Search size={13} aria-hidden className="absolute top-2 left-2 text-muted" />
          <input
            ref={searchField}
            type="search"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            onKeyDown={(event) => {
              const first = found?.[0];
              if (event.key === "Enter" && first) open(first.id);
              if (event.key === "Escape") setSearch("");
            }}
            placeholder="Worklets"
            className="h-7 w-full rounded-md bg-surface-2 pr-2 pl-7 text-sm"
          />
        </label>
        {mayEdit && (
          <IconButton label="New worklet" keys="n" icon={<Plus size={16} />} onClick={() => setMaking(true)} />
        )}
      </div>
      <ul className="min-h-0 overflow-y-auto px-2 pt-0.5 pb-3">
        {isMaking && (
          <li>
            <NewWorklet application={application} close={() => setMaking(false)} />
          </li>
        )}
        {found?.map((worklet) => (
          <WorkletRow key={worklet.id} application={application} worklet={worklet} />
        ))}
      </ul>
      {!worklets && !error && <Loading label="Loading the worklets" />}
      {worklets?.length === 0 && !isMaking && <p className="px-4 pb-4 text-sm text-muted">No worklets yet.</p>}
      {found?.length === 0 && words !== "" && (
        <p className="px-4 pb-4 text-sm text-muted">No worklet is called “{search.trim()}”.</p>
      )}
    </nav>
  );
}
