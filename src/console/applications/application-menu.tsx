import { Download, Ellipsis, Settings, Trash2 } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import type { Application } from "../../contract/catalog.ts";
import { useMay } from "../api/role.ts";
import { IconButton } from "../parts/button.tsx";
import { Menu } from "../parts/menu.tsx";
import { useNotify } from "../parts/toast.tsx";
import { DeleteApplication } from "./delete-application.tsx";
import { downloadFolder } from "./folder-file.ts";

/** What can be done with an application from the list. */
export function ApplicationMenu({ application }: { application: Application }) {
  const [, navigate] = useLocation();
  const [isDeleting, setDeleting] = useState(false);
  const { notifyProblem } = useNotify();
  const mayEdit = useMay("creator");
  const open = () => navigate(`/applications/${application.id}/settings`);
  return (
    <>
      <Menu
        trigger={<IconButton label={`More about ${application.name}`} icon={<Ellipsis size={15} />} />}
        items={[
          { label: mayEdit ? "Rename and settings" : "Settings", icon: <Settings size={14} />, run: open },
          {
            label: "Export",
            icon: <Download size={14} />,
            run: () => void downloadFolder(application.id).catch(notifyProblem),
          },
          ...(mayEdit
            ? [
                "separator" as const,
                { label: "Delete…", icon: <Trash2 size={14} />, danger: true, run: () => setDeleting(true) },
              ]
            : []),
        ]}
      />
      <DeleteApplication application={application} open={isDeleting} onOpenChange={setDeleting} />
    </>
  );
}
