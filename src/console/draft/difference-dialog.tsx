import { lazy, type ReactNode, Suspense } from "react";
import { Dialog } from "../parts/dialog.tsx";
import { Loading } from "../parts/states.tsx";
import { useTheme } from "../parts/theme.ts";

const DiffView = lazy(async () => ({ default: (await import("../code/diff-view.tsx")).DiffView }));

/** Two texts and what differs between them. */
export function DifferenceDialog({
  title,
  description,
  path,
  before,
  after,
  close,
  footer,
}: {
  title: string;
  description: ReactNode;
  /** Says the language by its ending. */
  path: string;
  before: string;
  after: string;
  close(): void;
  footer: ReactNode;
}) {
  const { isDark } = useTheme();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={title}
      description={description}
      width="full"
      footer={footer}
    >
      <div className="h-[55vh] overflow-hidden rounded-lg border border-border">
        <Suspense fallback={<Loading rows={5} />}>
          <DiffView path={path} before={before} after={after} label={title} dark={isDark} />
        </Suspense>
      </div>
    </Dialog>
  );
}
