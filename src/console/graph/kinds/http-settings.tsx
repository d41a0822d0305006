import { useState } from "react";
import type { HttpBlock } from "../../../contract/block.ts";
import { useDraft } from "../../draft/draft-context.ts";
import { Field, TextInput } from "../../parts/field.tsx";
import { Select } from "../../parts/select.tsx";
import { useBlock, withMember } from "../block-context.ts";
import { Disclosure } from "../fields/disclosure.tsx";
import { ExpressionInput } from "../fields/expression-input.tsx";
import { JsonInput } from "../fields/json-input.tsx";
import { NamedValues } from "../fields/named-values.tsx";
import { ValueInput } from "../fields/value-input.tsx";
import { isFieldwise } from "../fields/value-text.ts";
import { readStatuses } from "./statuses.ts";

/** The request that an http block sends. */

type Method = NonNullable<HttpBlock["method"]>;

const methods: readonly Method[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

export function HttpSettings({ block }: { block: HttpBlock }) {
  const { isReadOnly, scopes, about, change } = useBlock();
  const set = (name: keyof HttpBlock, value: unknown, merge?: string) =>
    change((before) => withMember(before, name, value), merge);
  const count = (values: object | undefined) => Object.keys(values ?? {}).length;
  return (
    <>
      <div className="flex items-start gap-2">
        <Field label="Method" error={about("/method")} className="w-28 shrink-0">
          {(field) => (
            <Select
              field={field}
              value={block.method ?? "auto"}
              choices={[
                { value: "auto", label: "Auto", hint: "POST with a body, else GET" },
                ...methods.map((value) => ({ value, label: value })),
              ]}
              disabled={isReadOnly}
              onChange={(method) => set("method", method === "auto" ? undefined : method)}
            />
          )}
        </Field>
        <ExpressionInput
          label="URL"
          text={block.url}
          onChange={(url) => set("url", url, "url")}
          scope={scopes.own}
          error={about("/url")}
          placeholder="https://"
        />
      </div>
      <div>
        <Disclosure
          title="Headers"
          summary={String(count(block.headers) || "none")}
          open={count(block.headers) > 0}
          isWrong={about("/headers") !== undefined}
        >
          <NamedValues
            label="Headers"
            nameLabel="Header"
            values={block.headers ?? {}}
            onChange={(headers, merge) =>
              set("headers", count(headers) ? headers : undefined, merge && `headers ${merge}`)
            }
            scope={scopes.own}
            about={(name) => about(`/headers/${name}`)}
          />
        </Disclosure>
        <QuerySettings block={block} />
        <Disclosure
          title="Body"
          summary={block.body === undefined ? "none" : "set"}
          open={block.body !== undefined}
          isWrong={about("/body") !== undefined}
        >
          <ValueInput
            label="Body"
            member="body"
            value={block.body}
            onChange={(value, merge) => set("body", value, merge)}
            scope={scopes.own}
            absentWord="None"
            hint="A text is sent as it is, everything else as JSON."
          />
        </Disclosure>
        <AnswerSettings block={block} />
      </div>
    </>
  );
}

function QuerySettings({ block: { id, query } }: { block: HttpBlock }) {
  const { application, worklet } = useDraft();
  const { isReadOnly, scopes, about, change } = useBlock();
  const count = Object.keys(query ?? {}).length;
  const set = (next: unknown, merge?: string) =>
    change((before) => withMember(before, "query", next), merge && `query ${merge}`);
  return (
    <Disclosure
      title="Query"
      summary={String(count || "none")}
      open={count > 0}
      isWrong={about("/query") !== undefined}
    >
      {query === undefined || isFieldwise(query) ? (
        <NamedValues
          label="Query"
          nameLabel="Parameter"
          values={query ?? {}}
          onChange={(values, merge) => set(Object.keys(values).length > 0 ? values : undefined, merge)}
          scope={scopes.own}
          about={(name) => about(`/query/${name}`)}
        />
      ) : (
        <JsonInput
          label="Query"
          value={query}
          onChange={(next) => set(next, "text")}
          error={about("/query")}
          readOnly={isReadOnly}
          storageKey={`${application}.${worklet}.${id}.query`}
          isFitting={(value) => (isObjectOnly(value) ? null : "A query is an object.")}
        />
      )}
    </Disclosure>
  );
}

function AnswerSettings({ block: { accept_statuses: accepted } }: { block: HttpBlock }) {
  const { isReadOnly, about, change } = useBlock();
  const written = (accepted ?? []).join(", ");
  const [typed, setTyped] = useState<{ text: string; for: string } | null>(null);
  const text = typed !== null && typed.for === written ? typed.text : written;
  const read = readStatuses(text);
  const type = (next: string) => {
    const statuses = readStatuses(next);
    setTyped({ text: next, for: typeof statuses === "string" ? written : statuses.join(", ") });
    if (typeof statuses === "string" || statuses.join(", ") === written) return;
    const value = statuses.length > 0 ? statuses : undefined;
    change((before) => withMember(before, "accept_statuses", value), "accept_statuses");
  };
  const error = typeof read === "string" ? read : about("/accept_statuses");
  return (
    <Disclosure
      title="Answer"
      summary={written === "" ? "400 and more fail" : `also ${written}`}
      isWrong={error !== undefined}
    >
      <Field
        label="Statuses that are no failure"
        error={error}
        hint="Of 400 and more: numbers or classes, such as 404 or 4xx, with commas between them."
      >
        {(field) => (
          <TextInput
            {...field}
            value={text}
            readOnly={isReadOnly}
            placeholder="404, 4xx"
            onChange={(event) => type(event.target.value)}
            className="font-mono text-xs"
          />
        )}
      </Field>
    </Disclosure>
  );
}

function isObjectOnly(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
