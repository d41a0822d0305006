import { type KeyboardEvent, useId, useRef, useState } from "react";
import { ClearButton, controlClass } from "../../parts/field.tsx";
import { ChevronIcon } from "../../parts/icons.tsx";
import { Spinner } from "../../parts/spinner.tsx";
import { Chips } from "./chips.tsx";
import { emptyWords, type SelectParts } from "./native-select.tsx";
import { OptionList } from "./option-list.tsx";
import { type Option, toggled, toggledAll } from "./options.ts";
import { usePopup } from "./use-popup.ts";

type ListSelectProps = SelectParts & { readonly isMultiple: boolean; readonly lines: number };

/** One of many options, or several: a button that opens a list with a field to search it. */
export function ListSelect({ field, options, chosen, placeholder, isLoading, isMultiple, lines }: ListSelectProps) {
  const [isOpen, setOpen] = useState(false);
  /** What was typed on the closed button begins the search. */
  const [beginning, setBeginning] = useState("");
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const popupId = useId();
  const close = (isBack: boolean) => {
    setOpen(false);
    if (isBack) button.current?.focus();
    else field.leave();
  };
  const { popup, style } = usePopup(isOpen, box, () => close(false));
  const open = (text = "") => {
    setBeginning(text);
    setOpen(true);
  };
  const clear = () => {
    field.change(isMultiple ? [] : null);
    button.current?.focus();
  };
  const choose = (option: Option) => {
    if (isMultiple) return field.change(toggled(chosen, option));
    close(true);
    if (option.key !== chosen[0]?.key) field.change(option.value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isOpen || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = chosen.at(-1);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") open();
    else if (event.key.length === 1 && event.key !== " ") open(event.key);
    else if ((event.key === "Backspace" || event.key === "Delete") && last !== undefined)
      field.change(isMultiple ? toggled(chosen, last) : null);
    else return;
    event.preventDefault();
  };
  const describes = chosen.map(({ label }) => label).join(", ");
  return (
    <div ref={box} className="relative flex min-w-0 items-stretch">
      <button
        {...field.control}
        ref={button}
        type="button"
        role="combobox"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-controls={isOpen ? popupId : undefined}
        aria-busy={isLoading || undefined}
        title={describes.length > 30 ? describes.slice(0, 500) : undefined}
        onClick={() => (isOpen ? close(true) : open())}
        onKeyDown={onKeyDown}
        onBlur={() => {
          if (!isOpen) field.leave();
        }}
        className={`${controlClass} flex items-center gap-2 text-left ${chosen.length > 0 ? "pr-16" : "pr-9"} ${lines > 1 ? "items-start py-1.5" : ""}`}
      >
        {chosen.length === 0 && <span className="truncate text-muted">{emptyWords(placeholder, isLoading)}</span>}
        {chosen[0] !== undefined && !isMultiple && (
          <span className="truncate">
            {chosen[0].label}
            {!chosen[0].isKnown && !isLoading && <span className="text-muted"> (not in the list)</span>}
          </span>
        )}
        {isMultiple && chosen.length > 0 && <Chips chosen={chosen} isLoading={isLoading} lines={lines} />}
      </button>
      <span className="pointer-events-none absolute top-0 right-2.5 flex h-9 items-center gap-1 text-muted pointer-coarse:h-10">
        {chosen.length > 0 && !field.isDisabled && (
          <span className="pointer-events-auto">
            <ClearButton what={`Clear ${field.label === "" ? "the choice" : field.label}`} onClear={clear} />
          </span>
        )}
        {isLoading ? <Spinner /> : <ChevronIcon />}
      </span>
      {isOpen && (
        <div
          ref={popup}
          id={popupId}
          popover="manual"
          role="dialog"
          aria-label={`Options of ${field.label === "" ? field.control["aria-label"] : field.label}`}
          style={style}
          className="fixed inset-auto m-0 flex flex-col overflow-hidden rounded-lg border border-border bg-surface p-0 text-text shadow-popup"
        >
          <OptionList
            name={field.label === "" ? (field.control["aria-label"] ?? "") : field.label}
            options={options}
            chosen={chosen}
            isMultiple={isMultiple}
            isLoading={isLoading}
            beginning={beginning}
            onChoose={choose}
            onAll={(these) => field.change(toggledAll(chosen, these))}
            onClose={close}
          />
        </div>
      )}
    </div>
  );
}
