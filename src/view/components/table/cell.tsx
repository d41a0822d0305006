import { useState } from "react";
import type { Json } from "../../../expression/expression.ts";
import { Glyph } from "../../parts/glyph.tsx";
import { cut, lineOf } from "../json/line.ts";
import { webAddressOf } from "../markdown/addresses.ts";

/** What stands in a cell: each kind of value in its way, on one line, and all of it on demand. */

const mostShort = 40;
const mostTitle = 1_000;
const mostWhole = 20_000;

/** `isReachable`: Tab leads to what is in it. */
export function CellValue({ value, isReachable }: { value: Json; isReachable: boolean }) {
  if (value === null || value === "") return <Nothing />;
  if (typeof value === "boolean") return <YesNo value={value} />;
  if (typeof value === "number") return <span className="tabular-nums">{String(value)}</span>;
  if (typeof value === "object")
    return (
      <Long line={lineOf(value, 120)} whole={() => JSON.stringify(value, null, 2)} isCode isReachable={isReachable} />
    );
  const address = webAddressOf(value);
  if (address !== null) return <WebLink address={address} isReachable={isReachable} />;
  if (value.length <= mostShort && !value.includes("\n")) return value;
  return <Long line={cut(value, 200)} whole={() => value} isReachable={isReachable} />;
}

function Nothing() {
  return (
    <>
      <span aria-hidden="true" className="text-muted">
        –
      </span>
      <span className="sr-only">empty</span>
    </>
  );
}

function YesNo({ value }: { value: boolean }) {
  if (!value) return <span className="text-muted">No</span>;
  return (
    <span className="flex items-center gap-1">
      <Glyph name="check" className="text-success" />
      Yes
    </span>
  );
}

function WebLink({ address, isReachable }: { address: string; isReachable: boolean }) {
  return (
    <a
      href={address}
      target="_blank"
      rel="noopener noreferrer"
      tabIndex={isReachable ? 0 : -1}
      title={cut(address, mostTitle)}
      className="block max-w-80 truncate text-accent underline decoration-1 underline-offset-2"
    >
      {cut(address.replace(/^https?:\/\//i, ""), 200)}
    </a>
  );
}

type LongProps = { line: string; whole: () => string; isCode?: boolean; isReachable: boolean };

function Long({ line, whole, isCode = false, isReachable }: LongProps) {
  const [isWhole, setWhole] = useState(false);
  const type = isCode ? "font-mono text-xs" : "";
  return (
    <span className="flex max-w-96 min-w-0 items-start gap-1">
      {isWhole ? (
        <span className={`max-h-60 min-w-60 overflow-y-auto whitespace-pre-wrap wrap-anywhere ${type}`}>
          {cut(whole(), mostWhole)}
        </span>
      ) : (
        <span className={`min-w-0 truncate ${type}`} title={cut(isCode ? line : whole(), mostTitle)}>
          {line}
        </span>
      )}
      <button
        type="button"
        tabIndex={isReachable ? 0 : -1}
        aria-expanded={isWhole}
        onClick={() => setWhole(!isWhole)}
        className="ml-auto shrink-0 rounded px-1 text-xs text-muted hover:bg-surface-3 hover:text-text"
      >
        {isWhole ? "less" : "more"}
        <span className="sr-only"> of the text</span>
      </button>
    </span>
  );
}
