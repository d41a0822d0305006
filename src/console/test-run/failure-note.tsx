import type { Failure, FailureKind } from "../../contract/failure.ts";
import { CopyButton } from "../parts/copy.tsx";
import { framesOf } from "./stack.ts";

/** Opens a place of a file. */
export type Reveal = (file: string, line: number, column: number) => void;

const words: Record<FailureKind, string> = {
  user: "The worklet's code failed",
  load: "The worklet's code could not be loaded",
  limit: "A limit was reached",
  timeout: "The time was up",
  platform: "The platform failed",
  canceled: "It was stopped",
};

/** Why a run, or a block, did not succeed. Places in files can be opened where somebody can show them. */
export function FailureNote({
  failure,
  onSelectBlock,
  onReveal,
}: {
  failure: Failure;
  onSelectBlock?: ((block: string) => void) | undefined;
  onReveal?: Reveal | undefined;
}) {
  const { kind, message, block, stack } = failure;
  const look = kind === "canceled" ? "bg-surface-2 text-text" : "bg-danger-soft text-danger";
  return (
    <div role="alert" className={`rounded-md px-3 py-2 text-sm ${look}`}>
      <div className="flex items-start gap-2">
        <p className="min-w-0 flex-1 font-medium">
          {words[kind]}
          {block !== null && (
            <>
              {" in "}
              {onSelectBlock ? (
                <button type="button" className="font-mono underline" onClick={() => onSelectBlock(block)}>
                  {block}
                </button>
              ) : (
                <code className="font-mono">{block}</code>
              )}
            </>
          )}
        </p>
        <CopyButton text={stack === "" ? message : `${message}\n${stack}`} label="Copy the error" />
      </div>
      <p className="max-h-60 overflow-y-auto font-mono text-xs break-words whitespace-pre-wrap">{message}</p>
      {stack !== "" && (
        <ul className="mt-1 font-mono text-xs leading-5">
          {framesOf(stack).map(({ text, place }) => (
            <li key={text} className="break-words">
              {place && onReveal ? (
                <button
                  type="button"
                  className="text-left underline"
                  onClick={() => onReveal(place.file, place.line, place.column)}
                >
                  {text}
                </button>
              ) : (
                text
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
