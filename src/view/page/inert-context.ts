import { createContext } from "react";

/** Whether what is drawn only shows how it looks: the builder draws pages so while they are edited, and no window opens there. */
export const InertContext = createContext(false);
