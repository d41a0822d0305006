import { useQuery } from "@tanstack/react-query";
import { PanelLeft, Search } from "lucide-react";
import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import { Link, useLocation } from "wouter";
import { applicationQuery } from "../api/queries.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { Keys } from "../parts/keys.tsx";
import { Page } from "../parts/page.tsx";
import { Failed } from "../parts/states.tsx";
import { useStored } from "../parts/storage.ts";
import { ApplicationSwitch } from "./application-switch.tsx";
import { EnvironmentSwitch } from "./environment.tsx";
import { GlobalKeys, openPalette } from "./global-keys.tsx";
import { useMaking } from "./new-worklet.tsx";
import { PersonMenu } from "./person-menu.tsx";
import { Sidebar } from "./sidebar.tsx";

/** The frame of an application: its worklets at the left, the bar above, the page. */
export function ApplicationShell({ application, children }: { application: string; children: ReactNode }) {
  const { data, error, refetch } = useQuery(applicationQuery(application));
  const [isChosen, setChosen] = useState(false);
  const [isMaking] = useMaking();
  const [address] = useLocation();
  // A page that is built needs the room: the list comes back where it is asked for.
  const isBuilding = address.startsWith(`/applications/${application}/views/`);
  const [isBesideBuilder, setBesideBuilder] = useStored("shell.beside-builder", false);
  const isWide = useIsWide();
  const mayHide = !isWide || isBuilding;
  // The field for a new name stands in the list.
  const isOpen = isMaking || (isWide ? !isBuilding || isBesideBuilder : isChosen);
  const setOpen = isWide ? setBesideBuilder : setChosen;
  // biome-ignore lint/correctness/useExhaustiveDependencies: on a narrow window the list covers the page that was chosen from it.
  useEffect(() => setChosen(false), [address]);
  return (
    <div className="flex h-full flex-col">
      <GlobalKeys application={application} />
      <header className="flex h-12 shrink-0 items-center gap-1 border-b border-border bg-surface px-2 sm:gap-2 sm:px-3">
        {mayHide && (
          <IconButton
            label={isOpen ? "Hide the worklets" : "Show the worklets"}
            aria-expanded={isOpen}
            aria-controls="sidebar"
            icon={<PanelLeft size={16} />}
            onClick={() => setOpen(!isOpen)}
          />
        )}
        <ApplicationSwitch application={application} />
        {hasEnvironments(address, application) && <EnvironmentSwitch />}
        <span className="hidden flex-1 sm:block" />
        <Button
          weight="ghost"
          icon={<Search size={14} aria-hidden />}
          onClick={openPalette}
          className="ml-auto text-muted max-sm:px-2"
        >
          <span className="sr-only sm:not-sr-only">Go to…</span>
          <span className="hidden sm:inline">
            <Keys keys="mod+k" />
          </span>
        </Button>
        <PersonMenu />
      </header>
      <div className="relative flex min-h-0 flex-1">
        <div
          id="sidebar"
          className={`${isOpen ? "flex" : "hidden"} absolute inset-y-0 left-0 z-30 w-64 flex-col border-r border-border bg-surface md:static`}
        >
          <Sidebar application={application} />
        </div>
        <main className="min-w-0 flex-1">
          {/* Once it was there, a request that fails takes no page away: what is typed there stays. */}
          {error && !data ? (
            <NoApplication application={application} error={error} retry={() => void refetch()} />
          ) : (
            children
          )}
        </main>
      </div>
    </div>
  );
}

/** Wide enough for the list beside the page. */
function useIsWide(): boolean {
  return useSyncExternalStore(onWide, () => wide.matches);
}

const wide = matchMedia("(min-width: 48rem)");

function onWide(listener: () => void): () => void {
  wide.addEventListener("change", listener);
  return () => wide.removeEventListener("change", listener);
}

function NoApplication({ application, ...failed }: { application: string; error: unknown; retry(): void }) {
  return (
    <Page title={application}>
      <Failed {...failed} />
      <Link href="/" className="self-center text-sm text-accent hover:underline">
        All applications
      </Link>
    </Page>
  );
}

/** Runs, schedules, models and secrets are those of both environments. */
function hasEnvironments(address: string, application: string): boolean {
  const rest = address.slice(`/applications/${application}`.length);
  return rest === "" || rest === "/" || (rest.startsWith("/worklets/") && !rest.includes("/runs/"));
}
