import { Wand2 } from "lucide-react";
import { lazy, Suspense, useId, useState } from "react";
import type { Wrong } from "../api/problem.ts";
import { Button } from "../parts/button.tsx";
import { Loading } from "../parts/states.tsx";
import { useTheme } from "../parts/theme.ts";
import { InputEditor } from "../schema-form/input-editor.tsx";
import { type DefinitionForm, readSchema, type Wrongs } from "./definition-form.ts";
import { InferDialog } from "./infer-dialog.tsx";

const JsonEditor = lazy(async () => ({ default: (await import("../code/json-editor.tsx")).JsonEditor }));

type Props = {
  form: DefinitionForm;
  change(members: Partial<DefinitionForm>): void;
  wrongs: Wrongs;
  /** What the server said about places inside the schemas. */
  refusals: readonly Wrong[];
  readOnly: boolean;
};

/** What a worklet takes and gives, as JSON Schemas. */
export function SchemaSection(props: Props) {
  const { form, change, readOnly } = props;
  const [inferred, setInferred] = useState<"inputSchema" | "outputSchema" | null>(null);
  const schema = readSchema(form.inputSchema, "", {});
  return (
    <div className="flex flex-col gap-6">
      <SchemaEditor
        {...props}
        member="inputSchema"
        path="/input_schema"
        title="Input schema"
        infer={() => setInferred("inputSchema")}
      >
        Every input is checked against it before a run begins, and forms are made from it. Empty: any JSON is taken.
      </SchemaEditor>
      {schema && <FormPreview key={JSON.stringify(schema)} schema={schema} />}
      <SchemaEditor
        {...props}
        member="outputSchema"
        path="/output_schema"
        title="Output schema"
        infer={() => setInferred("outputSchema")}
      >
        Documentation only: it stands in the OpenAPI document and in the types for callers. Outputs are not checked.
      </SchemaEditor>
      {!readOnly && inferred !== null && (
        <InferDialog
          what={inferred === "inputSchema" ? "input" : "output"}
          replaces={form[inferred].trim() !== ""}
          close={() => setInferred(null)}
          take={(text) => change({ [inferred]: text })}
        />
      )}
    </div>
  );
}

function SchemaEditor({
  form,
  change,
  wrongs,
  refusals,
  readOnly,
  member,
  path,
  title,
  infer,
  children,
}: Props & {
  member: "inputSchema" | "outputSchema";
  path: string;
  title: string;
  infer(): void;
  children: React.ReactNode;
}) {
  const { isDark } = useTheme();
  const id = useId();
  const said = refusals.filter((wrong) => wrong.path.startsWith(path));
  const messages = wrongs[path]
    ? [wrongs[path]]
    : said.map((wrong) => `${wrong.path.slice(path.length) || "The schema"}: ${wrong.message}`);
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-1.5">
      <div className="flex items-center justify-between gap-2">
        <h3 id={id} className="text-sm font-semibold">
          {title}
        </h3>
        {!readOnly && (
          <Button size="small" icon={<Wand2 size={13} aria-hidden />} onClick={infer}>
            Infer from an example
          </Button>
        )}
      </div>
      <p className="text-xs text-muted">{children}</p>
      <div className="overflow-hidden rounded-md border border-border bg-surface focus-within:border-accent">
        <Suspense fallback={<Loading rows={3} label="Loading the editor" />}>
          <JsonEditor
            text={form[member]}
            onChange={(text) => change({ [member]: text })}
            label={title}
            readOnly={readOnly}
            minLines={5}
            dark={isDark}
          />
        </Suspense>
      </div>
      {messages.map((message) => (
        <p key={message} role="alert" className="text-xs break-words text-danger">
          {message}
        </p>
      ))}
    </section>
  );
}

/** The form that callers of the console get; what is typed into it goes nowhere. */
function FormPreview({ schema }: { schema: Record<string, unknown> }) {
  const [text, setText] = useState("");
  return (
    <div className="rounded-lg border border-dashed border-border-strong p-3">
      <InputEditor schema={schema} text={text} onChange={setText} label="The form that it makes, to try" />
    </div>
  );
}
