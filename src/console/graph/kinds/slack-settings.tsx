import type { SlackBlock } from "../../../contract/block.ts";
import { useDraft } from "../../draft/draft-context.ts";
import { Field } from "../../parts/field.tsx";
import { Select } from "../../parts/select.tsx";
import { useBlock, withMember } from "../block-context.ts";
import { Disclosure } from "../fields/disclosure.tsx";
import { ExpressionInput } from "../fields/expression-input.tsx";
import { JsonInput } from "../fields/json-input.tsx";
import { useSurroundings } from "../use-graph-actions.ts";
import { Elsewhere } from "./called-settings.tsx";
import { withChosen } from "./code-settings.tsx";

/** The message that a slack block posts. */
export function SlackSettings({ block }: { block: SlackBlock }) {
  const { application, worklet } = useDraft();
  const { isReadOnly, scopes, about, change } = useBlock();
  const { secrets } = useSurroundings();
  const set = (name: keyof SlackBlock, value: unknown, merge?: string) =>
    change((before) => withMember(before, name, value), merge);
  return (
    <>
      <Field
        label="Webhook"
        error={about("/webhook")}
        hint={
          <>
            The secret that holds its address.{" "}
            <Elsewhere to={`/applications/${application}/secrets`}>Secrets of the application</Elsewhere>
          </>
        }
      >
        {(field) => (
          <Select
            field={field}
            value={block.webhook}
            choices={withChosen(secrets, block.webhook)}
            disabled={isReadOnly}
            onChange={(webhook) => set("webhook", webhook)}
          />
        )}
      </Field>
      <ExpressionInput
        label="Text"
        text={block.text ?? ""}
        onChange={(text) => set("text", text === "" && block.blocks !== undefined ? undefined : text, "text")}
        scope={scopes.own}
        error={about("/text")}
        multiline
      />
      <Disclosure
        title="Block Kit"
        summary={
          block.blocks === undefined ? "none" : block.blocks.length === 1 ? "1 block" : `${block.blocks.length} blocks`
        }
        open={block.blocks !== undefined}
        isWrong={about("/blocks") !== undefined}
      >
        <JsonInput
          label="Blocks of Block Kit"
          value={block.blocks ?? []}
          onChange={(blocks) =>
            set("blocks", Array.isArray(blocks) && blocks.length > 0 ? blocks : undefined, "blocks")
          }
          error={about("/blocks")}
          readOnly={isReadOnly}
          storageKey={`${application}.${worklet}.${block.id}.blocks`}
          isFitting={(value) => (Array.isArray(value) && value.length <= 50 ? null : "A list of at most 50 blocks.")}
        />
      </Disclosure>
    </>
  );
}
