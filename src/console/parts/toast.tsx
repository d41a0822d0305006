import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { type ReactNode, useCallback } from "react";
import { problemFrom } from "../api/problem.ts";
import { IconButton } from "./button.tsx";

/** Short notes in the corner: what was done, what went wrong. They are read out too. */

export function Toasts({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-4 z-50 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className={`flex items-start gap-2 rounded-lg border bg-surface py-2 pr-2 pl-3 shadow-popup transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0 ${toast.type === "problem" ? "border-danger" : "border-border"}`}
    >
      <Toast.Content className="min-w-0 flex-1">
        <Toast.Title className="text-sm font-medium break-words" />
        <Toast.Description className="text-xs break-words text-muted" />
        <Toast.Action className="mt-1 text-xs font-medium text-accent underline-offset-2 hover:underline" />
      </Toast.Content>
      <Toast.Close render={<IconButton label="Dismiss" icon={<X size={14} />} />} />
    </Toast.Root>
  ));
}

export type Note = { title: string; detail?: string; action?: { label: string; run(): void } };

/** `notify({ title: "Published version 4" })`, and `notifyProblem(error)` for what went wrong. */
export function useNotify(): { notify(note: Note): void; notifyProblem(error: unknown): void } {
  const { add } = Toast.useToastManager();
  const notify = useCallback(
    ({ title, detail, action }: Note) => {
      add({
        title,
        description: detail,
        ...(action && { actionProps: { children: action.label, onClick: action.run } }),
      });
    },
    [add],
  );
  const notifyProblem = useCallback(
    (error: unknown) => {
      const { title, message } = problemFrom(error);
      add({ title, description: message, type: "problem", priority: "high", timeout: 12_000 });
    },
    [add],
  );
  return { notify, notifyProblem };
}
