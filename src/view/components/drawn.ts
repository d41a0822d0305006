import type { ReactNode } from "react";
import type { Component } from "../../contract/view.ts";

/** What every kind of component is drawn with. */
export type Drawn = {
  readonly component: Component;
  /** What stands in a form or a modal, on a grid of its own. */
  readonly children?: ReactNode;
};
