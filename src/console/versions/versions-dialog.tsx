import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { VersionSummary } from "../../contract/catalog.ts";
import { versionQuery, versionsQuery, workletsQuery } from "../api/queries.ts";
import { path, request } from "../api/request.ts";
import { useMay } from "../api/role.ts";
import { Button } from "../parts/button.tsx";
import { ConfirmDialog, Dialog } from "../parts/dialog.tsx";
import { Empty, Failed, Loading } from "../parts/states.tsx";
import { useNotify } from "../parts/toast.tsx";
import { ChangeBrowser } from "./change-browser.tsx";
import { itemsBetween, nameOfItem, snapshotOf } from "./comparison.ts";
import { CopyIntoDraft } from "./copy-into-draft.tsx";
import { VersionList } from "./version-list.tsx";

type WorkletPlace = { application: string; worklet: string };

/** The versions of a worklet: who published what when, what each differs from the live one, and the way back. */
export function VersionsDialog({
  application,
  worklet,
  open,
  onOpenChange,
}: WorkletPlace & { open: boolean; onOpenChange(open: boolean): void }) {
  const { data: versions, error, refetch } = useQuery(versionsQuery(application, worklet));
  const [chosen, setChosen] = useState<number | null>(null);
  const shown = versions?.find(({ number }) => number === chosen) ?? versions?.find(({ live }) => live);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Versions"
      description="Each is a snapshot that never changes."
      width="full"
    >
      {!versions && (error ? <Failed error={error} retry={() => void refetch()} /> : <Loading rows={5} />)}
      {versions && shown && (
        <div className="grid gap-4 md:grid-cols-[14rem_1fr]">
          <VersionList versions={versions} shown={shown.number} choose={setChosen} />
          <VersionView
            key={shown.number}
            application={application}
            worklet={worklet}
            version={shown}
            live={versions.find(({ live }) => live)?.number ?? shown.number}
          />
        </div>
      )}
    </Dialog>
  );
}

function VersionView({
  application,
  worklet,
  version,
  live,
}: WorkletPlace & { version: VersionSummary; live: number }) {
  const mayEdit = useMay("creator");
  const [asked, setAsked] = useState<"restore" | "copy" | null>(null);
  const own = useQuery({ ...versionQuery(application, worklet, version.number), staleTime: Number.POSITIVE_INFINITY });
  const current = useQuery({ ...versionQuery(application, worklet, live), staleTime: Number.POSITIVE_INFINITY });
  const failed = [own, current].find(({ error, data }) => error !== null && !data);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="min-w-0 flex-1 basis-64 text-base font-semibold">
          Version {version.number}
          <span className="ml-2 text-sm font-normal text-muted">
            {version.live ? "is live" : `what restoring it changes in production, which runs version ${live}`}
          </span>
        </h2>
        {mayEdit && own.data && <Button onClick={() => setAsked("copy")}>Copy into the draft</Button>}
        {mayEdit && !version.live && (
          <Button weight="primary" onClick={() => setAsked("restore")}>
            Restore
          </Button>
        )}
      </div>
      {failed ? (
        <Failed error={failed.error} retry={() => void failed.refetch()} />
      ) : !own.data || !current.data ? (
        <Loading rows={4} />
      ) : version.live ? (
        <Empty title="This is what production runs">Choose another version to see how it differs.</Empty>
      ) : (
        <Differences items={itemsBetween(snapshotOf(current.data), snapshotOf(own.data))} />
      )}
      <RestoreVersion
        application={application}
        worklet={worklet}
        number={version.number}
        open={asked === "restore"}
        close={() => setAsked(null)}
      />
      {asked === "copy" && own.data && <CopyIntoDraft version={own.data} close={() => setAsked(null)} />}
    </div>
  );
}

function Differences({ items }: { items: ReturnType<typeof itemsBetween> }) {
  if (items.length === 0) return <Empty title="No difference">It is the same as the live version.</Empty>;
  return <ChangeBrowser items={items} nameOf={nameOfItem} />;
}

function RestoreVersion({
  application,
  worklet,
  number,
  open,
  close,
}: WorkletPlace & { number: number; open: boolean; close(): void }) {
  const queries = useQueryClient();
  const { notify } = useNotify();
  const restore = async () => {
    await request("POST", path`/applications/${application}/worklets/${worklet}/versions/${number}/restore`);
    await queries.invalidateQueries({ queryKey: workletsQuery(application).queryKey });
    notify({ title: `Version ${number} is live again` });
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && close()}
      title={`Make version ${number} live again?`}
      action="Restore"
      act={restore}
    >
      <p>
        <strong className="text-text">Changes:</strong> production runs version {number} from now on, within 10 seconds
        everywhere. Runs that are under way end as they began.
      </p>
      <p>
        <strong className="text-text">Stays:</strong> the draft, the files and all other versions. The draft then shows
        as unpublished; to go on from version {number}, copy it into the draft too.
      </p>
    </ConfirmDialog>
  );
}
