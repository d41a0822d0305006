import { type ComponentType, createContext, use } from "react";
import type { Wrongs } from "./wrongs.ts";

/** What all fields of one form share. */
export type Form = {
  /** The whole schema: references lead into it. */
  schema: object;
  wrongs: Wrongs;
  isReadOnly: boolean;
  /** Draws a part within another one: the fields of groups do not know all kinds of fields. */
  Part: ComponentType<PartProps>;
};

export const FormContext = createContext<Form | null>(null);

export function useForm(): Form {
  const form = use(FormContext);
  if (!form) throw new Error("A field stands outside a form.");
  return form;
}

/** A part of the value: what it must be, what it is, and where it stands. */
export type PartProps = {
  part: unknown;
  /** What the field is called when the schema does not say. */
  name: string;
  /** undefined: it is not there. */
  value: unknown;
  /** undefined takes it away. */
  onChange(value: unknown): void;
  /** JSON pointer into the input. */
  pointer: string;
  isRequired: boolean;
};
