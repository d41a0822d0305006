import { createContext, type ReactNode, useCallback, useContext, useState } from "react";

/** What happens on the canvas and in the tree, for those who hear it. */

const AnnounceContext = createContext<(words: string) => void>(() => undefined);

export function Announcer({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ words: "", count: 0 });
  const announce = useCallback((words: string) => setSaid(({ count }) => ({ words, count: count + 1 })), []);
  return (
    <AnnounceContext value={announce}>
      {children}
      {/* The same words again are said again: the space makes another text of them. */}
      <p role="status" className="sr-only">
        {said.words + (said.count % 2 === 0 ? "" : "\u00a0")}
      </p>
    </AnnounceContext>
  );
}

export function useAnnounce(): (words: string) => void {
  return useContext(AnnounceContext);
}
