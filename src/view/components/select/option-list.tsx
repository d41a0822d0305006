import { type KeyboardEvent, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { CheckIcon, SearchIcon } from "../../parts/icons.tsx";
import { countInWords } from "../../parts/words.ts";
import { type Chosen, narrowed, type Option, shownAtMost } from "./options.ts";

type OptionListProps = {
  readonly name: string;
  readonly options: readonly Option[];
  readonly chosen: readonly Chosen[];
  readonly isMultiple: boolean;
  readonly isLoading: boolean;
  readonly beginning: string;
  readonly onChoose: (option: Option) => void;
  /** Chooses these as well, or lets go of them. */
  readonly onAll: (these: readonly Option[]) => void;
  readonly onClose: (isBack: boolean) => void;
};

/** A field to search and the options under it. The focus stays in the field; arrows move through the list. */
export function OptionList({ onChoose, onAll, onClose, ...rest }: OptionListProps) {
  const { name, options, chosen, isMultiple, isLoading, beginning } = rest;
  const [typed, setTyped] = useState(beginning);
  const [active, setActive] = useState(() => (isMultiple || beginning !== "" ? 0 : placeOf(options, chosen)));
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const found = useMemo(() => narrowed(options, typed), [options, typed]);
  const shown = found.slice(0, shownAtMost);
  const has = useMemo(() => new Set(chosen.map(({ key }) => key)), [chosen]);
  const at = Math.min(active, shown.length - 1);

  useLayoutEffect(() => search.current?.focus(), []);
  useLayoutEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const narrow = (text: string) => {
    setTyped(text);
    setActive(0);
    list.current?.scrollTo({ top: 0 });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const option = shown[at];
    if (event.key === "ArrowDown") setActive(at + 1 >= shown.length ? 0 : at + 1);
    else if (event.key === "ArrowUp") setActive(at <= 0 ? shown.length - 1 : at - 1);
    else if (event.key === "PageDown") setActive(Math.min(at + 8, shown.length - 1));
    else if (event.key === "PageUp") setActive(Math.max(at - 8, 0));
    else if (event.key === "Enter" && option !== undefined) onChoose(option);
    else if (event.key === "a" && (event.ctrlKey || event.metaKey) && isMultiple && typed === "") onAll(found);
    else if (event.key === "Escape") onClose(true);
    else if (event.key === "Tab") return onClose(true);
    else if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <div className="flex shrink-0 items-center gap-2 border-b border-border px-2.5 text-muted">
        <SearchIcon />
        <input
          ref={search}
          type="text"
          role="combobox"
          aria-label={`Search ${name}`}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder="Search"
          value={typed}
          onInput={(event) => narrow(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          className="h-9 w-full min-w-0 bg-transparent text-sm text-text outline-none pointer-coarse:text-lg"
        />
      </div>
      {isMultiple && found.length > 0 && <AllButton found={found} typed={typed} has={has} onAll={onAll} />}
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={name}
        aria-multiselectable={isMultiple || undefined}
        aria-busy={isLoading || undefined}
        className={`min-h-0 grow overflow-y-auto overscroll-contain p-1 ${shown.length === 0 ? "hidden" : ""}`}
      >
        {shown.map((option, index) => (
          <OptionRow
            // Nothing keeps two options from being the same.
            // biome-ignore lint/suspicious/noArrayIndexKey: its place is what it is
            key={index}
            id={`${id}-${index}`}
            label={option.label}
            isChosen={has.has(option.key)}
            isActive={index === at}
            isMultiple={isMultiple}
            onPoint={() => setActive(index)}
            onChoose={() => onChoose(option)}
          />
        ))}
      </div>
      <p role="status" className="shrink-0 px-3 text-xs text-muted not-empty:py-2">
        {statusOf(found.length, isLoading, typed)}
      </p>
    </>
  );
}

/** The list opens at what is chosen. */
function placeOf(options: readonly Option[], [chosen]: readonly Chosen[]): number {
  const place = options.findIndex(({ key }) => key === chosen?.key);
  return place > 0 && place < shownAtMost ? place : 0;
}

function statusOf(count: number, isLoading: boolean, typed: string): string {
  if (count > shownAtMost) return `${(count - shownAtMost).toLocaleString()} more, type to narrow`;
  if (count > 0) return "";
  if (isLoading) return "Loading…";
  return typed.trim() === "" ? "There are no options" : "Nothing matches";
}

type AllButtonProps = {
  found: readonly Option[];
  typed: string;
  has: ReadonlySet<string>;
  onAll: (these: readonly Option[]) => void;
};

function AllButton({ found, typed, has, onAll }: AllButtonProps) {
  const areAll = found.every(({ key }) => has.has(key));
  const which =
    typed.trim() === "" ? `all ${found.length.toLocaleString()}` : countInWords(found.length, "match", "matches");
  return (
    <button
      type="button"
      tabIndex={-1}
      // The focus stays where the person types.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onAll(found)}
      className="mx-1 mt-1 shrink-0 rounded px-2 py-1.5 text-left text-xs font-medium text-accent hover:bg-surface-2"
    >
      {areAll ? `Let go of ${which}` : `Choose ${which}`}
    </button>
  );
}

type OptionRowProps = {
  id: string;
  label: string;
  isChosen: boolean;
  isActive: boolean;
  isMultiple: boolean;
  onPoint: () => void;
  onChoose: () => void;
};

function OptionRow({ id, label, isChosen, isActive, isMultiple, onPoint, onChoose }: OptionRowProps) {
  const box = isChosen ? "border-accent bg-accent text-on-accent" : "border-border-strong bg-surface";
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard acts in the field, which names the active option
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      onPointerMove={onPoint}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className={`flex min-h-8 cursor-pointer items-center gap-2 rounded px-2 py-1 text-sm pointer-coarse:min-h-10 ${isActive ? "bg-surface-3" : ""}`}
    >
      {isMultiple && (
        <span className={`flex size-4 shrink-0 items-center justify-center rounded border ${box}`}>
          {isChosen && <CheckIcon className="size-3" />}
        </span>
      )}
      <span className="min-w-0 grow break-words">{label}</span>
      {!isMultiple && isChosen && (
        <span className="text-accent">
          <CheckIcon />
        </span>
      )}
    </div>
  );
}
