import { Copy, Ellipsis, Eye, Pencil, Play, Trash2 } from "lucide-react";
import { modelDefaults } from "../../contract/limits.ts";
import type { Model } from "../../contract/model.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { useCopy } from "../parts/copy.tsx";
import { Menu } from "../parts/menu.tsx";
import { Card } from "../parts/page.tsx";
import { Time } from "../parts/time.tsx";
import { durationWords } from "../settings/duration-text.ts";
import { kindWords, leadsTo } from "./model-words.ts";

export const modelButtonId = (name: string) => `model-${name}`;

type Deeds = {
  mayEdit: boolean;
  onOpen(name: string): void;
  onTry(name: string): void;
  onDelete(name: string): void;
};

/** The models of an application: what they are and where they lead. */
export function ModelTable({ models, ...deeds }: Deeds & { models: readonly Model[] }) {
  return (
    <Card className="overflow-x-auto">
      <table className="w-full table-fixed text-sm">
        <thead>
          <tr className="border-b border-border text-left text-xs text-muted">
            <th scope="col" className="px-3 py-1.5 font-medium sm:w-2/5 lg:w-1/4">
              Name
            </th>
            <th scope="col" className="hidden px-3 py-1.5 font-medium sm:table-cell">
              Leads to
            </th>
            <th scope="col" className="hidden w-40 px-3 py-1.5 font-medium lg:table-cell">
              Limits
            </th>
            <th scope="col" className="hidden w-32 px-3 py-1.5 font-medium lg:table-cell">
              Changed
            </th>
            <th scope="col" className="w-28 px-3 py-1.5">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-border">
          {models.map((model) => (
            <Row key={model.name} model={model} {...deeds} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Row({ model, mayEdit, onOpen, onTry, onDelete }: Deeds & { model: Model }) {
  const { name, config, updated_at, updated_by } = model;
  const copy = useCopy();
  return (
    <tr className="hover:bg-surface-2">
      <td className="px-3 py-1.5">
        <button
          type="button"
          onClick={() => onOpen(name)}
          title={name}
          className="block max-w-full truncate text-left font-medium hover:underline"
        >
          {name}
        </button>
        <span className="block truncate text-xs text-muted">{kindWords[config.kind].word}</span>
        <span className="block truncate text-xs text-muted sm:hidden">{leadsTo(config)}</span>
      </td>
      <td className="hidden truncate px-3 py-1.5 text-xs sm:table-cell" title={leadsTo(config)}>
        {leadsTo(config)}
      </td>
      <td className="hidden px-3 py-1.5 text-xs whitespace-nowrap text-muted lg:table-cell">
        {durationWords(config.timeout_ms ?? modelDefaults.timeoutMs)},{" "}
        {attemptWords(config.retry?.max_attempts ?? modelDefaults.attempts)}
      </td>
      <td className="hidden truncate px-3 py-1.5 text-xs text-muted lg:table-cell" title={`by ${updated_by}`}>
        <Time at={updated_at} />
      </td>
      <td className="px-2 py-1.5">
        <span className="flex items-center justify-end gap-1">
          <Button
            size="small"
            icon={<Play size={12} aria-hidden />}
            aria-label={`Try it: ${name}`}
            onClick={() => onTry(name)}
          >
            Try it
          </Button>
          <Menu
            trigger={
              <IconButton
                id={modelButtonId(name)}
                label={`More about ${name}`}
                icon={<Ellipsis size={15} aria-hidden />}
              />
            }
            items={[
              {
                label: mayEdit ? "Edit" : "Show",
                icon: mayEdit ? <Pencil size={14} /> : <Eye size={14} />,
                run: () => onOpen(name),
              },
              {
                label: "Copy what code writes",
                icon: <Copy size={14} />,
                run: () => void copy(`await context.model("${name}").predict(input)`),
              },
              ...(mayEdit
                ? [
                    "separator" as const,
                    { label: "Delete…", icon: <Trash2 size={14} />, danger: true, run: () => onDelete(name) },
                  ]
                : []),
            ]}
          />
        </span>
      </td>
    </tr>
  );
}

function attemptWords(count: number): string {
  return count === 1 ? "1 attempt" : `${count} attempts`;
}
