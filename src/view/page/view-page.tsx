import type { PublicView } from "../../contract/view.ts";
import type { Page } from "../../reactive/reactive.ts";
import { PageContext } from "./page-context.ts";
import { PageGrid } from "./page-grid.tsx";

/** A view as it is used: by visitors, and in the builder's preview. It touches nothing outside of its own place. */
export function ViewFrame({ page, view }: { page: Page; view: Pick<PublicView, "components"> }) {
  return (
    <PageContext value={page}>
      <div className="@container/view">
        {view.components.length === 0 ? (
          <p className="py-16 text-center text-muted">This view has no components.</p>
        ) : (
          <PageGrid components={view.components} />
        )}
      </div>
    </PageContext>
  );
}
