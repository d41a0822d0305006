import { createContext } from "react";

/** What the inputs of a form know of it. */
export type FormAround = {
  /** Counts the times that a person tried to send it while something in it was not valid. */
  readonly attempts: number;
  readonly isDisabled: boolean;
};

export const FormContext = createContext<FormAround>({ attempts: 0, isDisabled: false });
