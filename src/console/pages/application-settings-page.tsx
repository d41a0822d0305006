import { useQuery } from "@tanstack/react-query";
import { Download, FolderInput, Trash2 } from "lucide-react";
import { useState } from "react";
import { applicationQuery } from "../api/queries.ts";
import { useMay } from "../api/role.ts";
import { ApplicationForm } from "../applications/application-form.tsx";
import { DeleteApplication } from "../applications/delete-application.tsx";
import { downloadFolder } from "../applications/folder-file.ts";
import { ImportDialog } from "../applications/import-dialog.tsx";
import { Button } from "../parts/button.tsx";
import { CodeText } from "../parts/copy.tsx";
import { Card, Page } from "../parts/page.tsx";
import { Loading } from "../parts/states.tsx";
import { useNotify } from "../parts/toast.tsx";

/** An application's own settings: name, who may call it, and its way in and out as a folder. */
export function ApplicationSettingsPage({ application }: { application: string }) {
  const { data } = useQuery(applicationQuery(application));
  const [shown, setShown] = useState<"import" | "delete" | null>(null);
  const { notifyProblem } = useNotify();
  const mayEdit = useMay("creator");
  if (!data) return <Loading />;
  return (
    <Page title="Settings" heading={`Settings of ${data.name}`}>
      <div className="flex max-w-2xl flex-col gap-4">
        <ApplicationForm key={data.id} application={data} isReadOnly={!mayEdit} />
        <Card className="p-4">
          <h2 className="font-semibold">As a folder</h2>
          <p className="mt-1 mb-3 text-sm text-muted">
            Everything that is edited, as texts for a repository: worklets, files, models and schedules, never a
            secret's value.
          </p>
          <CodeText label="the pull command" text={`npm run pull -- ${data.id} ${location.origin}`} />
          <div className="mt-3 flex flex-wrap gap-2">
            <Button
              icon={<Download size={14} aria-hidden />}
              onClick={() => void downloadFolder(data.id).catch(notifyProblem)}
            >
              Export
            </Button>
            {mayEdit && (
              <Button icon={<FolderInput size={14} aria-hidden />} onClick={() => setShown("import")}>
                Import
              </Button>
            )}
          </div>
        </Card>
        {mayEdit && (
          <Card className="flex flex-wrap items-center gap-3 p-4">
            <div className="min-w-0 flex-1 basis-60">
              <h2 className="font-semibold">Delete the application</h2>
              <p className="text-sm text-muted">With all that it holds. This cannot be undone.</p>
            </div>
            <Button weight="danger" icon={<Trash2 size={14} aria-hidden />} onClick={() => setShown("delete")}>
              Delete…
            </Button>
          </Card>
        )}
      </div>
      <ImportDialog
        application={data.id}
        open={shown === "import"}
        onOpenChange={(open) => setShown(open ? "import" : null)}
      />
      <DeleteApplication
        application={data}
        open={shown === "delete"}
        onOpenChange={(open) => setShown(open ? "delete" : null)}
      />
    </Page>
  );
}
