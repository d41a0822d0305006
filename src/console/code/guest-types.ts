import { runType } from "../../source/run-type.ts";

/** What a code block is given, as its editor sees it. The names in `Names` are those of the application (`declarations.ts`). */
export const guestTypes = `
declare namespace Worklets {
  type WorkletId = Names["worklets"];
  type SecretName = Names["secrets"];
  type ModelName = Names["models"];

  /** The second parameter of a function: shared by all blocks of the run, JSON only. */
  type Env = Record<string, any>;

  /** The third parameter of a function. */
  interface Context {
    /** The application's secrets. Their values never appear in logs. */
    readonly secrets: {
      /** The value of a secret; rejects when there is none of that name. */
      get(name: SecretName): Promise<string>;
    };
    /** The value of a secret, as \`secrets.get\`. */
    getSecret(name: SecretName): Promise<string>;
    /** The value of a secret, as \`secrets.get\`. */
    get_secret(name: SecretName): Promise<string>;
    /** Runs another worklet of the application as a child of this run, and gives its output. */
    invoke(worklet: WorkletId, input?: unknown): Promise<any>;
    /** A model of the application. */
    model(name: ModelName): {
      /** Asks the model. */
      predict(input: unknown): Promise<any>;
    };
    /** Keeps what \`work\` returns: a block that is started again gets it from the store. */
    step<T>(name: string, work: () => T | Promise<T>): Promise<T>;
    /** What is known of the run. */
    readonly run: Run;
    /** Writes a line to the run's log. */
    log(...values: unknown[]): void;
  }

  ${runType}
}
`;
