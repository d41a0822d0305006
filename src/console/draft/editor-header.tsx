import { Ellipsis, ExternalLink, History, Play, Redo2, Rocket, Settings, Undo2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Link, useLocation } from "wouter";
import { Button, buttonClass, IconButton } from "../parts/button.tsx";
import { useKeys } from "../parts/keys.tsx";
import { Menu } from "../parts/menu.tsx";
import { useEnvironment } from "../shell/environment.tsx";
import { useDraft } from "./draft-context.ts";
import { SaveStatus } from "./save-status.tsx";
import { WorkletName } from "./worklet-name.tsx";

const PublishDialog = lazy(async () => ({ default: (await import("../versions/publish-dialog.tsx")).PublishDialog }));
const VersionsDialog = lazy(async () => ({
  default: (await import("../versions/versions-dialog.tsx")).VersionsDialog,
}));
const SettingsDialog = lazy(async () => ({
  default: (await import("../settings/settings-dialog.tsx")).SettingsDialog,
}));

/** A window over the page has keys of its own. */
const isInPage = ({ target }: KeyboardEvent) => !(target instanceof Element && target.closest("[role=dialog]"));

type Shown = "publish" | "versions" | "settings" | null;

/** The editor's bar: what is edited, whether it is saved, and what can be done with it. */
export function EditorHeader() {
  const { application, worklet, isReadOnly, undo, redo, canUndo, canRedo, saveNow } = useDraft();
  const [environment] = useEnvironment();
  const [shown, setShown] = useState<Shown>(null);
  useKeys(
    isReadOnly
      ? []
      : [
          { keys: "mod+z", label: "Undo", whileTyping: false, when: isInPage, run: undo },
          { keys: "mod+shift+z", label: "Redo", whileTyping: false, when: isInPage, run: redo },
          { keys: "mod+y", whileTyping: false, when: isInPage, run: redo },
          { keys: "mod+s", label: "Save now", when: isInPage, run: () => void saveNow() },
          { keys: "mod+shift+s", label: "Publish", when: isInPage, run: () => setShown("publish") },
        ],
  );
  const dialogOf = (which: Shown) => ({
    application,
    worklet,
    open: shown === which,
    onOpenChange: (open: boolean) => setShown(open ? which : null),
  });
  return (
    <header className="flex items-center gap-x-3 gap-y-1 border-b max-[899px]:flex-wrap border-border bg-surface px-3 py-1.5">
      <WorkletName application={application} worklet={worklet} />
      <SaveStatus />
      {environment === "production" && <span className="shrink-0 text-xs text-muted">Live version, read only</span>}
      <div className="ml-auto flex shrink-0 items-center gap-1">
        {!isReadOnly && (
          <>
            <IconButton label="Undo" keys="mod+z" icon={<Undo2 size={15} />} disabled={!canUndo} onClick={undo} />
            <IconButton label="Redo" keys="mod+shift+z" icon={<Redo2 size={15} />} disabled={!canRedo} onClick={redo} />
          </>
        )}
        <WorkletLinks application={application} worklet={worklet} show={setShown} />
        {!isReadOnly && (
          <Button weight="primary" icon={<Rocket size={14} aria-hidden />} onClick={() => setShown("publish")}>
            Publish
          </Button>
        )}
      </div>
      <Suspense fallback={null}>
        {shown === "publish" && <PublishDialog {...dialogOf("publish")} />}
        {shown === "versions" && <VersionsDialog {...dialogOf("versions")} />}
        {shown === "settings" && <SettingsDialog {...dialogOf("settings")} />}
      </Suspense>
    </header>
  );
}

/** Where there is no room, they stand in a menu. */
function WorkletLinks({
  application,
  worklet,
  show,
}: {
  application: string;
  worklet: string;
  show(what: Shown): void;
}) {
  const [, navigate] = useLocation();
  const call = `/applications/${application}/worklets/${worklet}/call`;
  const runs = `/applications/${application}/runs?worklet=${worklet}`;
  return (
    <>
      <span className="hidden items-center gap-1 xl:flex">
        <Link href={runs} className={buttonClass("ghost")}>
          <History size={14} aria-hidden /> Runs
        </Link>
        <Link href={call} className={buttonClass("ghost")}>
          <Play size={14} aria-hidden /> Call it
        </Link>
        <Button weight="ghost" onClick={() => show("versions")}>
          Versions
        </Button>
        <Button weight="ghost" icon={<Settings size={14} aria-hidden />} onClick={() => show("settings")}>
          Settings
        </Button>
      </span>
      <span className="flex xl:hidden">
        <Menu
          trigger={<IconButton label="More" icon={<Ellipsis size={16} />} />}
          items={[
            { label: "Runs", icon: <History size={14} />, run: () => navigate(runs) },
            { label: "Call it", icon: <ExternalLink size={14} />, run: () => navigate(call) },
            "separator",
            { label: "Versions", icon: <Rocket size={14} />, run: () => show("versions") },
            { label: "Settings", icon: <Settings size={14} />, run: () => show("settings") },
          ]}
        />
      </span>
    </>
  );
}
