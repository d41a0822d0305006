import { useId, useState } from "react";
import type { Property } from "../../../contract/component-kinds.ts";
import type { Json } from "../../../expression/expression.ts";
import { textOfValue } from "../../graph/fields/value-text.ts";
import { useBuilder } from "../builder-context.ts";
import { JsonField } from "../unfinished/json-field.tsx";
import { useHeldText } from "../unfinished/use-typed.ts";
import { ExpressionInput } from "./expression-input.tsx";
import { FieldRow } from "./field-row.tsx";
import { LiteralInput } from "./literal-input.tsx";
import { Outcome } from "./outcome.tsx";
import { defaultText, fits, type Mode, modeOf } from "./property-mode.ts";
import type { Scope } from "./scope.ts";

/** A value with a type: written as it is, or as an expression. */

export type PropertyFieldProps = {
  place: string;
  /** Its JSON pointer in the draft. */
  at: string;
  name: string;
  words: string;
  property: Property;
  /** undefined: it is not written, and has its default. */
  value: unknown;
  onChange(value: unknown): void;
  scope: Scope;
  error: string | undefined;
  /** Also as an expression where the type has no switch. */
  placeholder?: string;
};

/** What was written in the other way, while the console is open: it comes back with it. */
const left = new Map<string, unknown>();

export function PropertyField(props: PropertyFieldProps) {
  const { place, at, name, words, property, value, onChange, error } = props;
  const { application, view, mayEdit } = useBuilder();
  const [chosen, setChosen] = useState<Mode | null>(null);
  const { standing: unfinished, turn } = useHeldText(at);
  const otherwise = unfinished === null ? modeOf(property, value) : "literal";
  const mode = chosen !== null && fits(chosen, property, value) ? chosen : otherwise;
  const key = (of: Mode) => `${application}/${view}/${place}/${of}`;
  const isFixed = property.type === "text" || property.type === "call" || !mayEdit;
  const toggle = () => {
    const next = mode === "literal" ? "expression" : "literal";
    left.set(key(mode), value);
    turn(mode, next);
    setChosen(next);
    const kept = left.get(key(next));
    const same = next === "expression" && value !== undefined ? textOfValue(value) : undefined;
    const wanted = kept !== undefined && fits(next, property, kept) ? kept : same;
    if (wanted !== value) onChange(wanted);
  };
  return (
    <FieldRow
      place={place}
      name={name}
      words={words}
      help={property.describe}
      isExpression={mode === "expression"}
      onToggle={isFixed ? undefined : toggle}
    >
      {mode === "expression" ? (
        <ExpressionInput
          label={words}
          isLabelHidden
          text={typeof value === "string" ? value : ""}
          onChange={(text) => {
            setChosen("expression");
            onChange(text === "" ? undefined : text);
          }}
          scope={props.scope}
          property={property}
          error={error}
          placeholder={props.placeholder ?? defaultText(property)}
          multiline={name === "text"}
        />
      ) : property.type === "list" || property.type === "json" ? (
        <JsonLiteral {...props} isUnfinished={unfinished !== null} />
      ) : (
        <LiteralInput {...{ at, property, value, onChange, error }} label={words} />
      )}
    </FieldRow>
  );
}

/** JSON, with expressions in its texts where somebody wants them. */
function JsonLiteral({
  at,
  words,
  property,
  value,
  onChange,
  error,
  scope,
  isUnfinished,
}: PropertyFieldProps & { isUnfinished: boolean }) {
  const id = useId();
  const shown = value === undefined ? property.default : value;
  return (
    <>
      <JsonField
        label={words}
        at={at}
        value={shown}
        onChange={onChange}
        error={error}
        misfit={(read) => (property.type === "list" && !Array.isArray(read) ? "A list is needed here: [...]." : null)}
      />
      {!isUnfinished && (
        <Outcome id={id} source={shown as Json} scope={scope} property={property} isTold={error !== undefined} />
      )}
    </>
  );
}
