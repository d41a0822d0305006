import type { Draft, JsonSchema } from "../../contract/catalog.ts";
import { runType } from "../../source/run-type.ts";
import { identifierOf } from "../../source/type-names.ts";
import { typeText } from "../../source/type-text.ts";

/** The declarations that make a user's own editor know an application: its worklets, secrets and models by name. */

/** What the declarations tell of an application. `worklets` are live versions by slug. */
export type ApplicationFacts = {
  id: string;
  worklets: { id: string; draft: Draft }[];
  secrets: string[];
  models: string[];
};

/** The text of a `.d.ts` file that needs no import: everything is in the namespace `Worklets`. */
export function typesOf({ id, worklets, secrets, models }: ApplicationFacts): string {
  const inputs = interfaceOf("Inputs", worklets, (draft) => draft.input_schema);
  const outputs = interfaceOf("Outputs", worklets, (draft) => draft.output_schema);
  return `// Types of the application ${id}: its code, as an editor sees it. GET /applications/${id}/types.d.ts gives them anew.

declare namespace Worklets {
  /** What each worklet takes, by its input schema; \`unknown\` where it has none. */
${inputs}

  /** What each worklet gives, by its output schema; \`unknown\` where it has none. */
${outputs}

  type WorkletId = keyof Inputs;
  type SecretName = ${namesOf(secrets)};
  type ModelName = ${namesOf(models)};

  /** The second parameter of a function: shared by all blocks of the run, JSON only. */
  type Env = Record<string, any>;

  /** The third parameter of a function. */
  interface Context {
    readonly secrets: { get(name: SecretName): Promise<string> };
    getSecret(name: SecretName): Promise<string>;
    get_secret(name: SecretName): Promise<string>;
    /** Runs another worklet of the application as a child of this run. */
    invoke<W extends WorkletId>(worklet: W, input: Inputs[W]): Promise<Outputs[W]>;
    /** Asks a model of the application. */
    model(name: ModelName): { predict(input: unknown): Promise<unknown> };
    /** Keeps what \`work\` returns: a block that is started again gets it from the store. */
    step<T>(name: string, work: () => T | Promise<T>): Promise<T>;
    readonly run: Run;
    log(...values: unknown[]): void;
  }

  ${runType}
}
`;
}

/** A member for each worklet, and after it the types that the members refer to. */
function interfaceOf(
  name: "Inputs" | "Outputs",
  worklets: ApplicationFacts["worklets"],
  schemaOf: (draft: Draft) => JsonSchema | null,
): string {
  const types = worklets.map(({ id, draft }) => {
    const { text, declarations } = typeText(schemaOf(draft), `${name}_${identifierOf(id)}`, "    ");
    return { member: `    ${JSON.stringify(id)}: ${text};`, declarations };
  });
  const members = types.map(({ member }) => member).join("\n");
  const aliases = types.flatMap(({ declarations }) =>
    [...declarations].map(([alias, text]) => `\n  type ${alias} = ${text};`),
  );
  return `  interface ${name} {\n${members}\n  }${aliases.join("")}`;
}

/** A union of names; `never` when there is none, so that a mistyped name is an error too. */
function namesOf(names: string[]): string {
  return names.length === 0 ? "never" : names.map((name) => JSON.stringify(name)).join(" | ");
}
