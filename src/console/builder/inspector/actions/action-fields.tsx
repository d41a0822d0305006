import type { Action, ActionOf } from "../../../../contract/view.ts";
import { aboutMember } from "../../../graph/wrongs.ts";
import { Field, Switch, TextInput } from "../../../parts/field.tsx";
import { Select } from "../../../parts/select.tsx";
import { useBuilder } from "../../builder-context.ts";
import { ExpressionInput } from "../expression-input.tsx";
import { JsonValueInput } from "../json-value-input.tsx";
import { QueryFields, RunCallFields } from "./call-fields.tsx";
import type { ActionFieldsProps } from "./common-fields.tsx";
import { NamePicker, TargetPicker } from "./pickers.tsx";

/** What each action has of its own. */
export function ActionFields(props: ActionFieldsProps) {
  const { action, set } = props;
  const { draft } = useBuilder();
  const about = useAbout(props);
  const names = (trigger?: string) =>
    Object.entries(draft.calls).flatMap(([name, call]) =>
      trigger === undefined || call.trigger === trigger ? [name] : [],
    );
  switch (action.action) {
    case "run_call":
      return <RunCallFields {...props} action={action} />;
    case "set":
      return <SetFields {...props} action={action} />;
    case "reset":
      return (
        <NamePicker
          label="Component"
          value={action.component}
          names={draft.components.map(({ id }) => id)}
          onChange={(id) => set("component", id, false)}
          error={about("component")}
        />
      );
    case "navigate":
      return <NavigateFields {...props} action={action} />;
    case "open_url":
      return <OpenUrlFields {...props} action={action} />;
    case "copy":
      return <TextField {...props} label="Text" member="text" text={action.text} multiline />;
    case "download":
      return <DownloadFields {...props} action={action} />;
    case "notify":
      return <NotifyFields {...props} action={action} />;
    case "open_modal":
    case "close_modal":
      return (
        <NamePicker
          label="Modal"
          value={action.modal}
          names={draft.components.flatMap(({ id, kind }) => (kind === "modal" ? [id] : []))}
          onChange={(id) => set("modal", id, false)}
          error={about("modal")}
        />
      );
    case "refresh":
    case "cancel_call":
      return (
        <NamePicker
          label="Call"
          value={action.call}
          names={names(action.action === "refresh" ? "binding" : undefined)}
          onChange={(name) => set("call", name, false)}
          error={about("call")}
        />
      );
  }
}

function useAbout({ pointer }: Pick<ActionFieldsProps<Action>, "pointer">) {
  const { wrongs } = useBuilder();
  return (member: string) => aboutMember(wrongs, `${pointer}/${member}`);
}

function TextField({
  label,
  member,
  text,
  multiline = false,
  placeholder,
  ...props
}: ActionFieldsProps & { label: string; member: string; text: string; multiline?: boolean; placeholder?: string }) {
  const about = useAbout(props);
  return (
    <ExpressionInput
      label={label}
      text={text}
      onChange={(next) => props.set(member, next)}
      scope={props.scope}
      error={about(member) ?? (text === "" && member !== "text" ? "It cannot be empty." : undefined)}
      multiline={multiline}
      placeholder={placeholder}
    />
  );
}

function SetFields(props: ActionFieldsProps<ActionOf<"set">>) {
  const { action, set, scope, pointer } = props;
  const about = useAbout(props);
  return (
    <>
      <TargetPicker label="What" value={action.target} onChange={(to) => set("target", to)} error={about("target")} />
      <JsonValueInput
        label="To"
        value={action.value}
        onChange={(value) => set("value", value)}
        scope={scope}
        error={about("value")}
        at={`${pointer}/value`}
      />
    </>
  );
}

function NavigateFields(props: ActionFieldsProps<ActionOf<"navigate">>) {
  const { action, set } = props;
  const { mayEdit } = useBuilder();
  const about = useAbout(props);
  return (
    <>
      <Field
        label="View"
        optional
        error={about("view")}
        hint="The id of a view of this application. Empty: this page, whose parameters change."
      >
        {(field) => (
          <TextInput
            {...field}
            value={action.view ?? ""}
            readOnly={!mayEdit}
            onChange={(event) => set("view", event.target.value === "" ? undefined : event.target.value)}
            className="font-mono text-xs"
          />
        )}
      </Field>
      <QueryFields {...props} />
    </>
  );
}

function OpenUrlFields(props: ActionFieldsProps<ActionOf<"open_url">>) {
  const { action, set } = props;
  const { mayEdit } = useBuilder();
  return (
    <>
      <TextField {...props} label="Address" member="url" text={action.url} placeholder="https://" />
      <Switch
        label="In a new tab"
        checked={action.new_tab}
        disabled={!mayEdit}
        onChange={(isNew) => set("new_tab", isNew, false)}
      />
    </>
  );
}

function DownloadFields(props: ActionFieldsProps<ActionOf<"download">>) {
  const { action, set, scope, pointer } = props;
  const { mayEdit } = useBuilder();
  const about = useAbout(props);
  return (
    <>
      <TextField {...props} label="File name" member="name" text={action.name} />
      <JsonValueInput
        label="Value"
        value={action.value}
        onChange={(value) => set("value", value)}
        scope={scope}
        error={about("value")}
        at={`${pointer}/value`}
      />
      <Field label="Format" error={about("format")}>
        {(field) => (
          <Select
            field={field}
            value={action.format}
            choices={[
              { value: "json", label: "JSON" },
              { value: "csv", label: "CSV", hint: "The value is a list of objects." },
              { value: "text", label: "Text" },
            ]}
            disabled={!mayEdit}
            onChange={(format) => set("format", format, false)}
          />
        )}
      </Field>
    </>
  );
}

function NotifyFields(props: ActionFieldsProps<ActionOf<"notify">>) {
  const { action, set } = props;
  const { mayEdit } = useBuilder();
  const about = useAbout(props);
  const tones = ["info", "success", "warning", "error"] as const;
  return (
    <>
      <TextField {...props} label="Message" member="message" text={action.message} />
      <Field label="Tone" error={about("tone")}>
        {(field) => (
          <Select
            field={field}
            value={action.tone}
            choices={tones.map((tone) => ({ value: tone, label: tone }))}
            disabled={!mayEdit}
            onChange={(tone) => set("tone", tone, false)}
          />
        )}
      </Field>
    </>
  );
}
