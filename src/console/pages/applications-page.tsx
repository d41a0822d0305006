import { useQuery } from "@tanstack/react-query";
import { FolderInput, LayoutGrid, Plus, ShieldAlert } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import type { Application } from "../../contract/catalog.ts";
import { applicationsQuery, meQuery } from "../api/queries.ts";
import { useMay } from "../api/role.ts";
import { ApplicationMenu } from "../applications/application-menu.tsx";
import { ImportDialog } from "../applications/import-dialog.tsx";
import { NewApplicationDialog } from "../applications/new-application-dialog.tsx";
import { Button } from "../parts/button.tsx";
import { useKeys } from "../parts/keys.tsx";
import { Page } from "../parts/page.tsx";
import { Empty, Failed, Loading } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";

/** Every application: open one, make one, bring one. */
export function ApplicationsPage() {
  const { data: me } = useQuery(meQuery);
  const mayLook = useMay("operator");
  const { data: applications, error, refetch } = useQuery({ ...applicationsQuery, enabled: mayLook });
  const [shown, setShown] = useState<"new" | "import" | null>(null);
  // Whoever is limited to one application makes no others.
  const mayEdit = useMay("creator") && me?.application === null;
  useKeys(mayEdit ? [{ keys: "n", label: "New application", run: () => setShown("new") }] : []);
  const create = (
    <Button weight="primary" icon={<Plus size={14} aria-hidden />} onClick={() => setShown("new")}>
      New application
    </Button>
  );
  return (
    <Page
      title="Applications"
      actions={
        mayEdit && (
          <>
            <Button icon={<FolderInput size={14} aria-hidden />} onClick={() => setShown("import")}>
              Import
            </Button>
            {create}
          </>
        )
      }
    >
      {me && !mayLook && (
        <Empty icon={<ShieldAlert size={28} aria-hidden />} title="This key calls worklets, and sees none">
          You are signed in as {me.name}, with the role invoke, which programs use. To look at applications here, sign
          in with a key of the role operator or higher.
        </Empty>
      )}
      {mayLook && !applications && (error ? <Failed error={error} retry={() => void refetch()} /> : <Loading />)}
      {applications?.length === 0 && (
        <Empty icon={<LayoutGrid size={28} aria-hidden />} title="No applications yet" action={mayEdit && create}>
          An application holds worklets that belong together, with their files, models and secrets.
        </Empty>
      )}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,17rem),1fr))] gap-3">
        {applications?.map((application) => (
          <ApplicationCard key={application.id} application={application} />
        ))}
      </ul>
      <NewApplicationDialog open={shown === "new"} onOpenChange={(open) => setShown(open ? "new" : null)} />
      <ImportDialog open={shown === "import"} onOpenChange={(open) => setShown(open ? "import" : null)} />
    </Page>
  );
}

function ApplicationCard({ application }: { application: Application }) {
  const { id, name, created_at, created_by } = application;
  return (
    <li className="relative rounded-lg border border-border bg-surface p-4 transition-colors focus-within:border-border-strong hover:border-border-strong">
      <div className="flex items-start gap-2">
        <h2 className="min-w-0 flex-1 text-base font-semibold">
          {/* The whole card is the link; what stands above it stays reachable. */}
          <Link href={`/applications/${id}`} className="line-clamp-2 break-words after:absolute after:inset-0">
            {name}
          </Link>
        </h2>
        <span className="relative z-10 -mt-1 -mr-2">
          <ApplicationMenu application={application} />
        </span>
      </div>
      <p className="truncate font-mono text-xs text-muted">{id}</p>
      <p className="mt-3 truncate text-xs text-muted">
        <span className="relative z-10">
          Made <Time at={created_at} />
        </span>{" "}
        by {created_by}
      </p>
    </li>
  );
}
