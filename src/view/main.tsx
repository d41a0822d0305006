import "./style.css";
import { createRoot } from "react-dom/client";
import { placeOf } from "./page/address.ts";
import { App } from "./page/app.tsx";
import { Program } from "./page/program.ts";
import { followTheme } from "./page/theme.ts";
import { browserWire } from "./server/wire.ts";

/** The program that shows a published view, at the view's own address. */

followTheme();
const root = document.getElementById("view");
if (!root) throw new Error("The page has no place for the view.");
const program = new Program(placeOf(location.pathname) ?? location.pathname, browserWire());
createRoot(root).render(<App program={program} />);
addEventListener("pagehide", () => program.leave());
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) program.comeBack();
});
void program.open();
