import { History, Rocket, Share2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button, IconButton } from "../../parts/button.tsx";
import { useKeys } from "../../parts/keys.tsx";
import { useBuilder } from "../builder-context.ts";

const PublishViewDialog = lazy(async () => ({
  default: (await import("./publish-view-dialog.tsx")).PublishViewDialog,
}));
const ShareDialog = lazy(async () => ({ default: (await import("./share-dialog.tsx")).ShareDialog }));
const ViewVersionsDialog = lazy(async () => ({
  default: (await import("./view-versions-dialog.tsx")).ViewVersionsDialog,
}));

/** A window over the page has keys of its own. */
const isInPage = ({ target }: KeyboardEvent) => !(target instanceof Element && target.closest("[role=dialog]"));

/** At the end of the builder's bar: versions, share, publish. */
export function PublishActions() {
  const { mayEdit } = useBuilder();
  const [shown, setShown] = useState<"publish" | "share" | "versions" | null>(null);
  const close = () => setShown(null);
  useKeys(mayEdit ? [{ keys: "mod+shift+s", label: "Publish", when: isInPage, run: () => setShown("publish") }] : []);
  return (
    <>
      <IconButton label="Versions" icon={<History size={15} />} onClick={() => setShown("versions")} />
      <Button weight="ghost" icon={<Share2 size={14} aria-hidden />} onClick={() => setShown("share")}>
        <span className="max-sm:sr-only">Share</span>
      </Button>
      {mayEdit && (
        <Button weight="primary" icon={<Rocket size={14} aria-hidden />} onClick={() => setShown("publish")}>
          Publish
        </Button>
      )}
      <Suspense fallback={null}>
        {shown === "publish" && <PublishViewDialog close={close} />}
        {shown === "share" && <ShareDialog close={close} publish={() => setShown("publish")} />}
        {shown === "versions" && <ViewVersionsDialog close={close} />}
      </Suspense>
    </>
  );
}
