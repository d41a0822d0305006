import { useDeferredValue, useMemo } from "react";
import type { Environment } from "../../contract/run.ts";
import { CopyButton } from "../parts/copy.tsx";
import { Segments } from "../parts/segments.tsx";
import { useStored } from "../parts/storage.ts";
import { type SnippetLanguage, snippetMakers } from "./snippets.ts";

type Mode = "wait" | "background";
const modeWords: Record<Mode, string> = { wait: "Wait for the answer", background: "In the background" };
const languageWords = Object.fromEntries(
  Object.entries(snippetMakers).map(([language, { name }]) => [language, name]),
) as Record<SnippetLanguage, string>;

/** More is copied, but not shown. */
const mostCharacters = 8_000;

/** How a worklet is called from elsewhere, with this input: curl, JavaScript and Python, for its real address. */
export function CallIt({
  application,
  worklet,
  environment,
  input,
}: {
  application: string;
  worklet: string;
  environment: Environment;
  input: unknown;
}) {
  const [language, setLanguage] = useStored<SnippetLanguage>("call-language", "curl");
  const [mode, setMode] = useStored<Mode>("call-mode", "wait");
  const sent = useDeferredValue(input);
  const text = useMemo(
    () =>
      snippetMakers[language].make({
        origin: location.origin,
        application,
        worklet,
        environment,
        input: sent,
        isAsync: mode === "background",
      }),
    [language, mode, application, worklet, environment, sent],
  );
  const label = `Call by ${languageWords[language]}`;
  const cut = text.length - mostCharacters;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <Segments label="Language" value={language} words={languageWords} onChange={setLanguage} />
        <Segments label="Mode" value={mode} words={modeWords} onChange={setMode} />
      </div>
      <div className="relative min-w-0 rounded-lg border border-border bg-surface-2">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
        <section tabIndex={0} aria-label={label} className="max-h-96 overflow-auto py-2.5 pr-10 pl-3">
          <pre className="font-mono text-xs leading-5">{cut > 0 ? text.slice(0, mostCharacters) : text}</pre>
          {cut > 0 && (
            <p className="mt-1 text-xs text-muted">
              … and {cut.toLocaleString()} more characters: copying takes them all.
            </p>
          )}
        </section>
        <span className="absolute top-1.5 right-px rounded-md bg-surface-2 pr-1.5 pl-1">
          <CopyButton text={text} label={`Copy the ${languageWords[language]} call`} />
        </span>
      </div>
      <p className="text-xs text-muted">
        Put an API key in the place of <code className="font-mono">YOUR_API_KEY</code>.{" "}
        {environment === "draft" ? "The draft needs a key with the role operator." : "The role invoke is enough."}
      </p>
    </div>
  );
}
