/** What hangs on worklets in rooms above this one. Imports go down, so those rooms hand it in. */

/** Things of a room that need a worklet and go with it. */
export type Dependents = {
  /** How those that need this worklet (its internal id) are called: `schedule nightly`. */
  usersOf(env: Env, worklet: string): Promise<string[]>;
  /** Deletes those of a worklet, or of all worklets of an application: sent before the worklets themselves are deleted. */
  deletionOf(env: Env, held: { worklet: string } | { application: string }): D1PreparedStatement[];
  /** What an application (its internal id) holds beside worklets and what hangs on those: `view desk`. At most 100. */
  heldBy?(env: Env, application: string): Promise<string[]>;
  /** Called before an application (its internal id) is deleted: what it sets off looks whether that came to pass. */
  applicationGoes?(env: Env, application: string): Promise<void>;
  /** Called when an application (its slug) is gone: what is remembered of it is forgotten. */
  applicationGone?(application: string): void;
};

export type Above = {
  dependents: readonly Dependents[];
  /** When each of these worklets (internal ids) is started next by itself, in epoch milliseconds. */
  nextTicks(env: Env, worklets: readonly string[]): Promise<Map<string, number>>;
};
