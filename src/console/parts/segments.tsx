import { useId } from "react";

/** A choice of two or three that holds at once. */
export function Segments<T extends string>({
  label,
  value,
  words,
  onChange,
  disabled = false,
}: {
  label: string;
  value: T;
  words: Record<T, string>;
  onChange(value: T): void;
  disabled?: boolean;
}) {
  const name = useId();
  return (
    <fieldset disabled={disabled} className="flex w-fit shrink-0 rounded-md bg-surface-3 p-0.5">
      <legend className="sr-only">{label}</legend>
      {(Object.keys(words) as T[]).map((each) => (
        <label
          key={each}
          className="cursor-pointer rounded px-2 text-xs leading-5 font-medium text-muted has-checked:bg-surface has-checked:text-text has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            className="sr-only"
            checked={each === value}
            onChange={() => onChange(each)}
          />
          {words[each]}
        </label>
      ))}
    </fieldset>
  );
}
