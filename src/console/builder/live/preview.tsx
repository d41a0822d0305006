import { useQuery } from "@tanstack/react-query";
import { ExternalLink, RotateCcw } from "lucide-react";
import { useEffect, useState } from "react";
import { searchWith } from "../../../view/page/address.ts";
import { ViewFrame } from "../../../view/page/view-page.tsx";
import { Button, buttonClass } from "../../parts/button.tsx";
import { Segments } from "../../parts/segments.tsx";
import { useStored } from "../../parts/storage.ts";
import { viewQuery } from "../../views/queries.ts";
import { addressOfView } from "../../views/view-words.ts";
import { useBuilder } from "../builder-context.ts";
import { useLive } from "./live-context.ts";

type Width = "full" | "tablet" | "phone";
const pixels: Record<Width, number | null> = { full: null, tablet: 768, phone: 375 };

/** The page as its visitors use it. What is typed here stays when one goes back to editing. */
export function Preview() {
  const { page, draft } = useBuilder();
  const { restart } = useLive();
  const [width, setWidth] = useStored<Width>("builder.preview-width", "full");
  const most = pixels[width];
  return (
    <div className="flex h-full flex-col bg-page">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b border-border bg-surface px-3 py-1">
        <Segments
          label="Width of the preview"
          value={width}
          words={{ full: "Full", tablet: "768", phone: "375" }}
          onChange={setWidth}
        />
        <PreviewAddress />
        <span className="ml-auto flex items-center gap-1">
          <Button size="small" weight="ghost" icon={<RotateCcw size={13} aria-hidden />} onClick={restart}>
            Start over
          </Button>
          <PublishedLink />
        </span>
      </div>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
        tabIndex={0}
        aria-label="Preview of the page"
        className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]"
      >
        <div
          style={most === null ? undefined : { width: most }}
          className={most === null ? "mx-auto max-w-[1600px] p-4" : "mx-auto min-h-full border-x border-border p-4"}
        >
          <ViewFrame page={page} view={draft} />
        </div>
      </section>
    </div>
  );
}

/** What a visitor's address would be, with the parameters as they are now. */
function PreviewAddress() {
  const { application, view, page, draft } = useBuilder();
  const [search, setSearch] = useState("");
  useEffect(() => {
    const names = Object.keys(draft.query);
    const read = () => {
      const now = Object.fromEntries(names.map((name) => [name, String(page.get(`query.${name}`).value ?? "")]));
      setSearch(searchWith("", now, draft.query));
    };
    read();
    const ends = names.map((name) => page.subscribe(`query.${name}`, read));
    return () => {
      for (const end of ends) end();
    };
  }, [page, draft.query]);
  return (
    <code className="hidden min-w-0 flex-1 truncate font-mono text-xs text-muted sm:block">
      {addressOfView(application, view)}
      {search}
    </code>
  );
}

function PublishedLink() {
  const { application, view } = useBuilder();
  const { data } = useQuery(viewQuery(application, view));
  if (!data) return null;
  if (data.live_version === null) return <span className="text-xs text-muted">Not published yet</span>;
  return (
    <a
      href={addressOfView(application, view)}
      target="_blank"
      rel="noreferrer"
      title={
        data.unpublished ? `Version ${data.live_version}; the draft differs from it` : `Version ${data.live_version}`
      }
      className={buttonClass("ghost", "small")}
    >
      <ExternalLink size={13} aria-hidden /> Open the published page
    </a>
  );
}
