import { useQuery } from "@tanstack/react-query";
import { ArrowUpRight } from "lucide-react";
import { Link } from "wouter";
import type { ModelBlock, WorkletBlock } from "../../../contract/block.ts";
import { modelsQuery, workletsQuery } from "../../api/queries.ts";
import { useDraft } from "../../draft/draft-context.ts";
import { Field } from "../../parts/field.tsx";
import { Select } from "../../parts/select.tsx";
import { useBlock } from "../block-context.ts";

/** What blocks call that stands elsewhere in the application: a model, another worklet. */

export function ModelSettings({ block }: { block: ModelBlock }) {
  const { application } = useDraft();
  const { isReadOnly, about, change } = useBlock();
  const { data: models } = useQuery(modelsQuery(application));
  const known = (models ?? []).map(({ name, config }) => ({ value: name, label: name, hint: config.kind }));
  return (
    <Field
      label="Model"
      error={about("/model")}
      hint={<Elsewhere to={`/applications/${application}/models`}>Models of the application</Elsewhere>}
    >
      {(field) => (
        <Select
          field={field}
          value={block.model}
          choices={withMissing(known, block.model)}
          disabled={isReadOnly}
          onChange={(model) => change((before) => ({ ...before, model }) as ModelBlock)}
        />
      )}
    </Field>
  );
}

export function WorkletSettings({ block }: { block: WorkletBlock }) {
  const { application } = useDraft();
  const { isReadOnly, about, change } = useBlock();
  const { data: worklets } = useQuery(workletsQuery(application));
  const known = (worklets ?? []).map(({ id, name }) => ({ value: id, label: name, hint: id }));
  return (
    <Field
      label="Worklet"
      error={about("/worklet")}
      hint={<Elsewhere to={`/applications/${application}/worklets/${block.worklet}`}>Open {block.worklet}</Elsewhere>}
    >
      {(field) => (
        <Select
          field={field}
          value={block.worklet}
          choices={withMissing(known, block.worklet)}
          disabled={isReadOnly}
          onChange={(worklet) => change((before) => ({ ...before, worklet }) as WorkletBlock)}
        />
      )}
    </Field>
  );
}

/** A way to what the block calls. */
export function Elsewhere({ to, children }: { to: string; children: React.ReactNode }) {
  return (
    <Link href={to} className="inline-flex items-center gap-0.5 text-accent underline-offset-2 hover:underline">
      {children}
      <ArrowUpRight size={12} aria-hidden />
    </Link>
  );
}

function withMissing<T extends { value: string; label: string }>(known: readonly T[], chosen: string) {
  return known.some(({ value }) => value === chosen) ? known : [{ value: chosen, label: chosen }, ...known];
}
