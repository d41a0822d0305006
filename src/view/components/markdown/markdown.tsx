import { Fragment, memo, type ReactNode } from "react";
import { isElsewhere, isPicture, linkOf } from "./addresses.ts";
import { mostCharacters, type Piece, tokensOf, withoutReferences } from "./tokens.ts";

/** Markdown drawn as elements. What is HTML in it is shown as the text that it is: nothing here makes markup of a text. */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  return (
    <div className="flex min-w-0 flex-col gap-2 wrap-anywhere">
      {drawn(tokensOf(text))}
      {text.length > mostCharacters && (
        <p className="text-xs text-muted">
          The first {mostCharacters.toLocaleString("en")} of {text.length.toLocaleString("en")} characters.
        </p>
      )}
    </div>
  );
});

function drawn(tokens: readonly unknown[] | undefined): ReactNode {
  return (tokens as readonly Piece[] | undefined)?.map((token, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text has no other names for its parts.
    <Fragment key={place}>{draw(token)}</Fragment>
  ));
}

const headings = ["text-xl", "text-lg", "text-base", "text-base", "text-sm", "text-sm"] as const;
/** The page has the first heading. */
const headingTags = ["h2", "h3", "h4", "h5", "h6", "h6"] as const;

function draw(token: Piece): ReactNode {
  switch (token.type) {
    case "heading": {
      const Tag = headingTags[token.depth - 1] ?? "h6";
      return <Tag className={`font-semibold text-balance ${headings[token.depth - 1]}`}>{drawn(token.tokens)}</Tag>;
    }
    case "paragraph":
      return <p>{drawn(token.tokens)}</p>;
    case "text":
      return token.tokens ? drawn(token.tokens) : withoutReferences(token.text);
    case "strong":
      return <strong className="font-semibold">{drawn(token.tokens)}</strong>;
    case "em":
      return <em>{drawn(token.tokens)}</em>;
    case "del":
      return <del>{drawn(token.tokens)}</del>;
    case "codespan":
      return <code className="rounded bg-surface-2 px-1 py-px font-mono text-[0.92em]">{token.text}</code>;
    case "br":
      return <br />;
    case "escape":
      return token.text;
    case "link":
      return <Link address={token.autolink ? token.href : withoutReferences(token.href)}>{drawn(token.tokens)}</Link>;
    case "image":
      return <Picture address={token.href} words={withoutReferences(token.text)} />;
    case "code":
      return <Code text={token.text} />;
    case "blockquote":
      return (
        <blockquote className="flex flex-col gap-2 border-l-2 border-border-strong pl-3 text-muted">
          {drawn(token.tokens)}
        </blockquote>
      );
    case "hr":
      return <hr className="border-border" />;
    case "list":
      return <List list={token} />;
    case "table":
      return <Grid table={token} />;
    case "html":
      return token.block ? <p className="whitespace-pre-wrap">{token.raw.trimEnd()}</p> : token.raw;
    default:
      return null; // Empty lines, definitions of links, and marks of tasks, which their items draw.
  }
}

function Link({ address, children }: { address: string; children: ReactNode }) {
  const href = linkOf(address);
  if (href === null) return <>{children}</>;
  const away = isElsewhere(href) ? { target: "_blank", rel: "noopener noreferrer" } : {};
  return (
    <a href={href} {...away} className="text-accent underline decoration-1 underline-offset-2 hover:text-accent-strong">
      {children}
    </a>
  );
}

function Picture({ address, words }: { address: string; words: string }) {
  if (isPicture(address))
    return <img src={address} alt={words} className="inline-block max-h-120 max-w-full rounded" />;
  return <Link address={address}>{words || "Picture"}</Link>;
}

function Code({ text }: { text: string }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a section would be a landmark, and a fieldset is for what is filled in.
    <div
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
      tabIndex={0}
      aria-label="Code"
      className="overflow-x-auto rounded-md border border-border bg-surface-2"
    >
      <pre className="w-max px-3 py-2 font-mono text-xs leading-5">{text}</pre>
    </div>
  );
}

function List({ list }: { list: Extract<Piece, { type: "list" }> }) {
  const items = list.items.map((item, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: items have no names.
    <li key={place} className={item.task ? "-ml-5 flex list-none gap-2" : "[&>p+*]:mt-1"}>
      {item.task && <Task isDone={item.checked === true} />}
      {item.task ? <div className="min-w-0">{drawn(item.tokens)}</div> : drawn(item.tokens)}
    </li>
  ));
  const look = `flex flex-col pl-5 ${list.loose ? "gap-2" : "gap-0.5"}`;
  if (!list.ordered) return <ul className={`list-disc ${look}`}>{items}</ul>;
  return (
    <ol start={list.start === "" ? 1 : list.start} className={`list-decimal ${look}`}>
      {items}
    </ol>
  );
}

function Task({ isDone }: { isDone: boolean }) {
  return (
    <input
      type="checkbox"
      checked={isDone}
      disabled
      aria-label={isDone ? "Done" : "Open"}
      className="mt-1 size-3.5 shrink-0 accent-accent"
    />
  );
}

const sides = { left: "text-left", center: "text-center", right: "text-right" } as const;

function Grid({ table: { header, rows } }: { table: Extract<Piece, { type: "table" }> }) {
  const look = (align: keyof typeof sides | null) => `border-b border-border px-3 py-1.5 ${sides[align ?? "left"]}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a section would be a landmark, and a fieldset is for what is filled in.
    <div
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
      tabIndex={0}
      aria-label="Table"
      className="max-w-full overflow-x-auto rounded-md border border-border"
    >
      <table className="min-w-full border-separate border-spacing-0 text-sm tabular-nums [&_tbody_tr:last-child_td]:border-b-0">
        <thead>
          <tr>
            {header.map((cell, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns have no names.
              <th key={place} scope="col" className={`bg-surface-2 font-medium ${look(cell.align)}`}>
                {drawn(cell.tokens)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no names.
            <tr key={at}>
              {row.map((cell, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns have no names.
                <td key={place} className={look(cell.align)}>
                  {drawn(cell.tokens)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
