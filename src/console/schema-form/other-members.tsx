import { Plus, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { Button, IconButton } from "../parts/button.tsx";
import { TextInput } from "../parts/field.tsx";
import { useForm } from "./form-context.ts";
import type { FieldPlan } from "./plan.ts";
import { startingItem } from "./starting-value.ts";
import { pointerStep } from "./wrongs.ts";

type Members = Record<string, unknown>;

/** Members that the schema does not name: each has a name that can be changed. What is there is shown, allowed or not. */
export function OtherMembers({
  object,
  plan,
  pointer,
  onChange,
}: {
  object: Members;
  plan: FieldPlan & { kind: "object" };
  pointer: string;
  onChange(object: Members): void;
}) {
  const { schema, isReadOnly, Part } = useForm();
  const list = useRef<HTMLDivElement>(null);
  const named = new Set(plan.members.map(({ name }) => name));
  const others = Object.keys(object).filter((name) => !named.has(name));
  // Nobody asks for others where the schema names members and says nothing more.
  const takesMore = plan.others !== false && (plan.members.length === 0 || plan.others !== true);
  if (others.length === 0 && (!takesMore || isReadOnly)) return null;
  const add = () => {
    onChange({ ...object, [freeName(object)]: startingItem(plan.others, schema) });
    requestAnimationFrame(() => {
      const inputs = list.current?.querySelectorAll<HTMLInputElement>("input[data-name]");
      inputs?.item(inputs.length - 1)?.select();
    });
  };
  return (
    <div ref={list} className="flex flex-col gap-2">
      {others.map((name, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the row stays while its name is changed.
        <div key={at} className="flex flex-wrap items-start gap-1">
          <MemberName
            name={name}
            isReadOnly={isReadOnly}
            isTaken={(next) => Object.hasOwn(object, next) || named.has(next)}
            onChange={(next) => onChange(renamed(object, name, next))}
          />
          <div className="min-w-40 flex-1">
            <Part
              part={plan.others === false ? true : plan.others}
              name="Value"
              value={object[name]}
              onChange={(next) => onChange({ ...object, [name]: next === undefined ? null : next })}
              pointer={pointer + pointerStep(name)}
              isRequired
            />
          </div>
          {!isReadOnly && (
            <IconButton
              label={`Remove ${name}`}
              icon={<Trash2 size={14} />}
              onClick={() => onChange(Object.fromEntries(Object.entries(object).filter(([each]) => each !== name)))}
            />
          )}
        </div>
      ))}
      {takesMore && !isReadOnly && (
        <div>
          <Button size="small" icon={<Plus size={13} aria-hidden />} onClick={add}>
            Add member
          </Button>
        </div>
      )}
    </div>
  );
}

/** The name is changed when it is complete: members would take each other's place while it is typed. */
function MemberName({
  name,
  isReadOnly,
  isTaken,
  onChange,
}: {
  name: string;
  isReadOnly: boolean;
  isTaken(name: string): boolean;
  onChange(name: string): void;
}) {
  const [{ known, typed }, setName] = useState({ known: name, typed: name });
  if (known !== name) setName({ known: name, typed: name });
  const isDouble = typed !== name && isTaken(typed);
  const finish = () => {
    if (typed !== name && !isDouble) onChange(typed);
  };
  return (
    <div className="flex w-36 flex-col gap-1">
      <span className="text-sm font-medium" aria-hidden>
        Name
      </span>
      <TextInput
        data-name=""
        aria-label={`Name of ${name}`}
        aria-invalid={isDouble || undefined}
        readOnly={isReadOnly}
        value={typed}
        onChange={(event) => setName({ known: name, typed: event.target.value })}
        onBlur={finish}
        onKeyDown={(event) => event.key === "Enter" && finish()}
      />
      {isDouble && (
        <p role="alert" className="text-xs text-danger">
          There is one of this name.
        </p>
      )}
    </div>
  );
}

function freeName(object: Members): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? "name" : `name${count}`;
    if (!Object.hasOwn(object, name)) return name;
  }
}

/** In the same place. */
function renamed(object: Members, name: string, next: string): Members {
  return Object.fromEntries(Object.entries(object).map(([each, value]) => [each === name ? next : each, value]));
}
