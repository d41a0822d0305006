import type { PageKey } from "../code/base.ts";
import { Field, type FieldControl, TextInput } from "../parts/field.tsx";
import { Select } from "../parts/select.tsx";
import { HeaderFields } from "./header-fields.tsx";
import { JsonField } from "./json-field.tsx";
import type { Method, ModelForm } from "./model-form.ts";
import { builtinWords, type ModelKind, taskWords } from "./model-words.ts";
import { SecretSelect } from "./secret-select.tsx";

export type FieldsProps = {
  application: string;
  form: ModelForm;
  change(members: Partial<ModelForm>): void;
  /** What was said about a field. */
  about(path: string): string | undefined;
  readOnly: boolean;
  keys: PageKey[];
};

/** The fields that a kind has of its own. */
export function KindFields(props: FieldsProps) {
  const Fields = fieldsOf[props.form.kind];
  return <Fields {...props} />;
}

const fieldsOf: Record<ModelKind, (props: FieldsProps) => React.ReactNode> = {
  builtin: BuiltinFields,
  "workers-ai": WorkersAiFields,
  openai: OpenAiFields,
  baseten: BasetenFields,
  http: HttpFields,
};

type TextMember = "model" | "baseUrl" | "url";

/** A field of one line. */
function Line({
  props: { form, change, about, readOnly },
  member,
  path,
  label,
  hint,
  placeholder,
}: {
  props: FieldsProps;
  member: TextMember;
  path: string;
  label: string;
  hint?: string;
  placeholder: string;
}) {
  return (
    <Field label={label} error={about(path)} hint={hint}>
      {(field: FieldControl) => (
        <TextInput
          {...field}
          required
          readOnly={readOnly}
          placeholder={placeholder}
          value={form[member]}
          onChange={(event) => change({ [member]: event.target.value })}
          className="font-mono"
        />
      )}
    </Field>
  );
}

function ParamsField({ props: { form, change, about, readOnly, keys }, hint }: { props: FieldsProps; hint: string }) {
  return (
    <JsonField
      label="Parameters"
      hint={hint}
      error={about("/config/params")}
      text={form.params}
      start={"{\n  \n}"}
      onChange={(params) => change({ params })}
      readOnly={readOnly}
      keys={keys}
    />
  );
}

function KeyField({ application, form, change, about, readOnly }: FieldsProps) {
  return (
    <SecretSelect
      application={application}
      value={form.apiKey}
      onChange={(apiKey) => change({ apiKey })}
      error={about("/config/api_key")}
      readOnly={readOnly}
    />
  );
}

function BuiltinFields({ form, change, about, readOnly }: FieldsProps) {
  return (
    <Field
      label="What it does"
      error={about("/config/builtin")}
      hint="Takes a text, or an object with text; gives the language, how sure it is, and what else it may be."
    >
      {(field) => (
        <Select
          field={field}
          value={form.builtin}
          disabled={readOnly}
          onChange={(builtin) => change({ builtin })}
          choices={[{ value: "language", label: builtinWords.language }]}
        />
      )}
    </Field>
  );
}

function WorkersAiFields(props: FieldsProps) {
  return (
    <>
      <Line
        props={props}
        member="model"
        path="/config/model"
        label="Model"
        placeholder="@cf/baai/bge-m3"
        hint="As Cloudflare's catalogue names it. The deployment needs the binding AI, which is off at first."
      />
      <ParamsField props={props} hint="Members of every input, unless the input has them itself." />
    </>
  );
}

function OpenAiFields(props: FieldsProps) {
  const { form, change, about, readOnly } = props;
  return (
    <>
      <Line
        props={props}
        member="baseUrl"
        path="/config/base_url"
        label="Base address"
        placeholder="https://api.openai.com/v1"
        hint="Up to and without /chat/completions."
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Line props={props} member="model" path="/config/model" label="Model" placeholder="gpt-5-mini" />
        <Field label="Task" error={about("/config/task")}>
          {(field) => (
            <Select
              field={field}
              value={form.task}
              disabled={readOnly}
              onChange={(task) => change({ task })}
              choices={[
                { value: "chat", label: taskWords.chat },
                { value: "embeddings", label: taskWords.embeddings },
              ]}
            />
          )}
        </Field>
      </div>
      <KeyField {...props} />
      <ParamsField
        props={props}
        hint={'Members of every request, unless the input has them itself: { "temperature": 0 }.'}
      />
    </>
  );
}

function BasetenFields(props: FieldsProps) {
  return (
    <>
      <Line
        props={props}
        member="url"
        path="/config/url"
        label="Address"
        placeholder="https://model-abc.api.baseten.co/production/predict"
        hint="The whole address of the model's predict endpoint."
      />
      <KeyField {...props} />
    </>
  );
}

const methods: readonly Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

function HttpFields(props: FieldsProps) {
  const { form, change, about, readOnly, keys } = props;
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-[7rem_1fr]">
        <Field label="Method" error={about("/config/method")}>
          {(field) => (
            <Select
              field={field}
              value={form.method}
              disabled={readOnly}
              onChange={(method) => change({ method })}
              choices={methods.map((method) => ({ value: method, label: method }))}
            />
          )}
        </Field>
        <Line
          props={props}
          member="url"
          path="/config/url"
          label="Address"
          placeholder="https://models.example.com/predict"
          hint="Scheme and host written out; expressions may follow the host's /: {{ encodeURIComponent(input.id) }}."
        />
      </div>
      <HeaderFields
        headers={form.headers}
        onChange={(headers) => change({ headers })}
        error={about("/config/headers")}
        readOnly={readOnly}
      />
      <JsonField
        label="Body"
        hint="JSON whose texts are templates over input and secrets. Left out: the input itself."
        error={about("/config/body")}
        text={form.body}
        start={'{\n  "text": "{{ input.text }}"\n}'}
        onChange={(body) => change({ body })}
        readOnly={readOnly}
        keys={keys}
      />
      <JsonField
        label="Output"
        hint={
          'JSON whose texts are templates over response and input: "{{ response.body.predictions }}". Left out: the body of the answer.'
        }
        error={about("/config/output")}
        text={form.output}
        start={'"{{ response.body }}"'}
        onChange={(output) => change({ output })}
        readOnly={readOnly}
        keys={keys}
      />
    </>
  );
}
