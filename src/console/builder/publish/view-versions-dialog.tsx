import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ViewDraft } from "../../../contract/view.ts";
import type { ViewVersion, ViewVersionSummary } from "../../../contract/view-catalog.ts";
import { path, request } from "../../api/request.ts";
import { Button } from "../../parts/button.tsx";
import { ConfirmDialog, Dialog } from "../../parts/dialog.tsx";
import { Empty, Failed, Loading } from "../../parts/states.tsx";
import { useNotify } from "../../parts/toast.tsx";
import { ChangeBrowser } from "../../versions/change-browser.tsx";
import { VersionList } from "../../versions/version-list.tsx";
import { viewVersionQuery, viewVersionsQuery } from "../../views/queries.ts";
import { accessWords } from "../../views/view-words.ts";
import { useBuilder } from "../builder-context.ts";
import { freshenViews } from "./use-view-publishing.ts";
import { nameOfViewItem, viewItemsBetween } from "./view-items.ts";

/** The versions of a view: who published what when, what each differs from the live one, and the way back. */
export function ViewVersionsDialog({ close }: { close(): void }) {
  const { application, view } = useBuilder();
  const { data: versions, error, refetch } = useQuery(viewVersionsQuery(application, view));
  const [chosen, setChosen] = useState<number | null>(null);
  const live = versions?.find((version) => version.live);
  const shown = versions?.find(({ number }) => number === chosen) ?? live ?? versions?.[0];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title="Versions"
      description="Each is a snapshot that never changes."
      width="full"
    >
      {!versions && (error ? <Failed error={error} retry={() => void refetch()} /> : <Loading rows={5} />)}
      {versions?.length === 0 && <Empty title="No version yet">The first one is made when you publish.</Empty>}
      {versions && shown && (
        <div className="grid gap-4 md:grid-cols-[14rem_1fr]">
          <VersionList
            versions={versions}
            shown={shown.number}
            choose={setChosen}
            noteOf={({ access }) => accessWords[access]}
          />
          <VersionView key={shown.number} version={shown} live={live?.number ?? null} />
        </div>
      )}
    </Dialog>
  );
}

function VersionView({ version, live }: { version: ViewVersionSummary; live: number | null }) {
  const { application, view, mayEdit } = useBuilder();
  const [asked, setAsked] = useState<"restore" | "copy" | null>(null);
  const own = useQuery(viewVersionQuery(application, view, version.number));
  const current = useQuery({ ...viewVersionQuery(application, view, live ?? 0), enabled: live !== null });
  const failed = [own, current].find(({ error, data }) => error !== null && !data);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="min-w-0 flex-1 basis-64 text-base font-semibold">
          Version {version.number}
          <span className="ml-2 text-sm font-normal text-muted">
            {version.live ? "is live" : live !== null && `what restoring it changes against version ${live}`}
          </span>
        </h3>
        {mayEdit && own.data && <Button onClick={() => setAsked("copy")}>Copy into the draft</Button>}
        {mayEdit && !version.live && (
          <Button weight="primary" onClick={() => setAsked("restore")}>
            Restore
          </Button>
        )}
      </div>
      {failed ? (
        <Failed error={failed.error} retry={() => void failed.refetch()} />
      ) : !own.data || (live !== null && !current.data) ? (
        <Loading rows={4} />
      ) : version.live || !current.data ? (
        <Empty title="This is what visitors see">Choose another version to see how it differs.</Empty>
      ) : (
        <Differences items={viewItemsBetween(current.data, own.data)} />
      )}
      {asked === "restore" && <RestoreVersion version={version} close={() => setAsked(null)} />}
      {asked === "copy" && own.data && <CopyIntoDraft version={own.data} close={() => setAsked(null)} />}
    </div>
  );
}

function Differences({ items }: { items: ReturnType<typeof viewItemsBetween> }) {
  if (items.length === 0) return <Empty title="No difference">It is the same as the live version.</Empty>;
  return <ChangeBrowser items={items} nameOf={nameOfViewItem} />;
}

function RestoreVersion({
  version: { number, anyone_can_run },
  close,
}: {
  version: ViewVersionSummary;
  close(): void;
}) {
  const { application, view } = useBuilder();
  const queries = useQueryClient();
  const { notify } = useNotify();
  const restore = async () => {
    await request("POST", path`/applications/${application}/views/${view}/versions/${number}/restore`);
    await freshenViews(queries, application);
    notify({ title: `Version ${number} is live again` });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && close()}
      title={`Make version ${number} live again?`}
      action="Restore"
      act={restore}
    >
      <p>
        <strong className="text-text">Changes:</strong> visitors get version {number} from now on, also those whose page
        is open.
        {anyone_can_run.length > 0 && ` Anyone with the link can run: ${anyone_can_run.join(", ")}.`}
      </p>
      <p>
        <strong className="text-text">Stays:</strong> the draft and all other versions. To go on from version {number},
        copy it into the draft too.
      </p>
    </ConfirmDialog>
  );
}

function CopyIntoDraft({ version, close }: { version: ViewVersion; close(): void }) {
  const { change } = useBuilder();
  const { notify } = useNotify();
  const { number, components, state, query, calls, events, access, frame_ancestors } = version;
  const copy = async () => {
    const draft: ViewDraft = { components, state, query, calls, events, access, frame_ancestors };
    change({ label: `Copy version ${number}` }, () => draft);
    notify({ title: `The draft is version ${number} now`, detail: "Undo brings the former draft back." });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && close()}
      title={`Copy version ${number} into the draft?`}
      action="Copy"
      act={copy}
    >
      <p>
        <strong className="text-text">Replaced:</strong> the whole draft. Undo brings the former one back.
      </p>
      <p>
        <strong className="text-text">Stays:</strong> what is live, until you publish.
      </p>
    </ConfirmDialog>
  );
}
