import { createContext, type ReactNode, use, useMemo, useState } from "react";

/** Which file is open in the Files tab, and at which place. Opening one brings the tab to the front. */

export type FilePlace = { line: number; column: number };

export type OpenedFile = {
  path: string | null;
  /** A new object for each time that the place is to be shown. */
  reveal: FilePlace | null;
  open(path: string, place?: FilePlace): void;
  close(): void;
};

const OpenedFileContext = createContext<OpenedFile | null>(null);

export function useOpenedFile(): OpenedFile {
  const opened = use(OpenedFileContext);
  if (!opened) throw new Error("No file can be opened here: the component stands outside the editor.");
  return opened;
}

export function OpenedFileProvider({ onOpen, children }: { onOpen(): void; children: ReactNode }) {
  const [shown, setShown] = useState<{ path: string; reveal: FilePlace | null } | null>(null);
  const opened = useMemo(
    () => ({
      path: shown?.path ?? null,
      reveal: shown?.reveal ?? null,
      open: (path: string, place?: FilePlace) => {
        setShown({ path, reveal: place ? { ...place } : null });
        onOpen();
      },
      close: () => setShown(null),
    }),
    [shown, onOpen],
  );
  return <OpenedFileContext value={opened}>{children}</OpenedFileContext>;
}
