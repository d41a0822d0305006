/** What the code of a block is told about its run, as TypeScript: in an application's types and in the editor alike. */
export const runType = `interface Run {
    readonly id: string;
    /** 1 at first; one more after each start that an interruption made necessary. */
    readonly attempt: number;
    readonly trigger: "api" | "schedule" | "view" | "worklet" | "console" | "hook";
    readonly environment: "production" | "draft";
    readonly application: string;
    readonly worklet: string;
    readonly parent_run_id: string | null;
    /** The same at every start of this block in this run. */
    readonly idempotencyKey: string;
    /** Aborts when the run is stopped or its time is up; the code then has a second left. */
    readonly signal: AbortSignal;
  }`;
