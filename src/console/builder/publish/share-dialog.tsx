import { useQuery } from "@tanstack/react-query";
import { Code, Link2, Lock, Pencil, Rocket } from "lucide-react";
import type { ReactNode } from "react";
import type { ViewSummary } from "../../../contract/view-catalog.ts";
import { Button } from "../../parts/button.tsx";
import { CodeText } from "../../parts/copy.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Failed, Loading } from "../../parts/states.tsx";
import { viewQuery, viewVersionQuery } from "../../views/queries.ts";
import { addressOfView, embedSnippet } from "../../views/view-words.ts";
import { useBuilder } from "../builder-context.ts";
import { AccessBox } from "./access-box.tsx";
import { ViewAddress } from "./view-address.tsx";

/** Where the published page is, who may open it, and how another page shows it. */
export function ShareDialog({ close, publish }: { close(): void; publish(): void }) {
  const { application, view } = useBuilder();
  const { data, error, refetch } = useQuery(viewQuery(application, view));
  return (
    <Dialog open onOpenChange={(open) => !open && close()} title="Share" description="The published page.">
      {!data && (error ? <Failed error={error} retry={() => void refetch()} /> : <Loading rows={3} />)}
      {data && data.live_version === null && <NotPublished publish={publish} />}
      {data && data.live_version !== null && <Published head={data} number={data.live_version} close={close} />}
    </Dialog>
  );
}

function NotPublished({ publish }: { publish(): void }) {
  const { mayEdit } = useBuilder();
  return (
    <div className="flex flex-col items-start gap-3 text-sm">
      <p>The view was never published, so nobody can open it yet.</p>
      {mayEdit && (
        <Button weight="primary" icon={<Rocket size={14} aria-hidden />} onClick={publish}>
          Publish…
        </Button>
      )}
    </div>
  );
}

function Published({ head, number, close }: { head: ViewSummary; number: number; close(): void }) {
  const { application, view, draft, mayEdit, reveal } = useBuilder();
  const { data: live } = useQuery(viewVersionQuery(application, view, number));
  const change = (place: string) => {
    close();
    reveal(place);
  };
  const isOther = live !== undefined && live.access !== draft.access;
  const address = location.origin + addressOfView(application, view);
  return (
    <div className="flex flex-col gap-4">
      <Part icon={<Link2 size={14} aria-hidden />} title="Link">
        <ViewAddress application={application} view={view} />
      </Part>
      <Part icon={<Lock size={14} aria-hidden />} title="Who may open it">
        {live ? <AccessBox access={live.access} worklets={live.anyone_can_run} /> : <Loading rows={1} />}
        {isOther && (
          <p className="text-xs text-muted">The draft says otherwise; that holds as soon as it is published.</p>
        )}
        {mayEdit && (
          <Button size="small" className="self-start" icon={<Pencil size={12} />} onClick={() => change("access")}>
            Change who may open it
          </Button>
        )}
      </Part>
      <Part icon={<Code size={14} aria-hidden />} title="Show it in another page">
        <CodeText label="the frame" text={embedSnippet(address, head.name)} />
        {live && <Frames origins={live.frame_ancestors} isPrivate={live.access === "private"} />}
        {mayEdit && (
          <Button
            size="small"
            className="self-start"
            icon={<Pencil size={12} />}
            onClick={() => change("frame_ancestors")}
          >
            Change which websites may
          </Button>
        )}
      </Part>
    </div>
  );
}

function Frames({ origins, isPrivate }: { origins: readonly string[]; isPrivate: boolean }) {
  return (
    <p className="text-xs text-muted">
      {origins.length === 0
        ? "No other website may show it in a frame yet: name its origin in the settings of the page, and publish."
        : `Shown in frames of ${origins.join(", ")}, and of no other website.`}
      {isPrivate && " In a frame of another website nobody is signed in, so a private page asks to sign in there."}
    </p>
  );
}

function Part({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2">
      <h3 className="flex items-center gap-1.5 text-sm font-medium">
        <span className="text-muted">{icon}</span>
        {title}
      </h3>
      {children}
    </section>
  );
}
