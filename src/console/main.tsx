import "./style.css";
import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Router } from "wouter";
import { makeQueryClient } from "./api/queries.ts";
import { App } from "./app.tsx";
import { applyTheme } from "./parts/theme.ts";
import { Toasts } from "./parts/toast.tsx";
import { SessionGate } from "./shell/session-gate.tsx";

/** The console: a program of the browser, served at `/console` by the Worker whose API it uses. */

applyTheme();
const place = document.getElementById("console");
if (!place) throw new Error("The page has no place for the console.");
createRoot(place).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={makeQueryClient()}>
        <Tooltip.Provider delay={350}>
          <Toasts>
            <Router base="/console">
              <SessionGate>
                <App />
              </SessionGate>
            </Router>
          </Toasts>
        </Tooltip.Provider>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
