import { Plus, Trash2 } from "lucide-react";
import { type ReactNode, useId, useMemo, useRef, useState } from "react";
import { Button, IconButton } from "../parts/button.tsx";
import { Select } from "../parts/select.tsx";
import { alternativeOf, mostItems } from "./coercion.ts";
import { type PartProps, useForm } from "./form-context.ts";
import { NullSwitch } from "./leaf-fields.tsx";
import { OtherMembers } from "./other-members.tsx";
import { type FieldPlan, isObject, type Member, planOf } from "./plan.ts";
import { startingItem, startingValue } from "./starting-value.ts";
import { pointerStep, wrongsAt } from "./wrongs.ts";

/** Fields for values that have parts: objects, lists, and one of several kinds. */

type GroupProps<K extends FieldPlan["kind"]> = PartProps & { plan: FieldPlan & { kind: K } };

/** A frame with the group's name. The whole input needs none: it stands in the frame of its editor. */
function Group({
  name,
  plan,
  value,
  pointer,
  isRequired,
  onChange,
  actions,
  isOpen = value !== null && value !== undefined,
  children,
}: GroupProps<FieldPlan["kind"]> & {
  actions?: ReactNode;
  /** Whether its parts are shown. */
  isOpen?: boolean;
  children: ReactNode;
}) {
  const { wrongs, isReadOnly } = useForm();
  const id = useId();
  const messages = wrongsAt(wrongs, pointer);
  const title = plan.title ?? name;
  const notes = (
    <>
      {plan.description && <p className="text-xs text-muted">{plan.description}</p>}
      {messages.length > 0 && (
        <p role="alert" className="text-xs break-words text-danger">
          {messages.join(" ")}
        </p>
      )}
    </>
  );
  if (pointer === "" && !plan.isNullable) {
    return (
      <div className="flex min-w-0 flex-col gap-3">
        {notes}
        {children}
        {actions && <div>{actions}</div>}
      </div>
    );
  }
  return (
    <fieldset aria-labelledby={id} className="flex min-w-0 flex-col gap-2">
      <div className="flex min-h-7 items-center gap-1">
        <span id={id} className="min-w-0 text-sm font-medium break-words">
          {title}
          {!isRequired && <span className="ml-1.5 font-normal text-muted">optional</span>}
        </span>
        <span className="flex-1" />
        {plan.isNullable && !isReadOnly && (
          <NullSwitch name={title} isNull={value === null} onChange={(isNull) => onChange(isNull ? null : undefined)} />
        )}
        {actions}
        {value !== undefined && !isRequired && !isReadOnly && (
          <IconButton label={`Remove ${title}`} icon={<Trash2 size={14} />} onClick={() => onChange(undefined)} />
        )}
      </div>
      {notes}
      {isOpen && <div className="flex flex-col gap-3 border-l-2 border-border pl-3 empty:hidden">{children}</div>}
    </fieldset>
  );
}

export function ObjectField(props: GroupProps<"object">) {
  const { plan, part, name, value, pointer, onChange } = props;
  const { schema, isReadOnly, Part } = useForm();
  const object = isObject(value) ? value : {};
  // The whole input is asked for at once; a part that may be absent only when it is wanted.
  const isAbsent = value === undefined && pointer !== "";
  const set = (member: string, next: unknown) => onChange(withMember(object, member, next, plan.members));
  const add = isAbsent && !isReadOnly && (
    <Button
      size="small"
      icon={<Plus size={13} aria-hidden />}
      onClick={() => onChange(startingValue(part, schema) ?? {})}
      aria-label={`Add ${plan.title ?? name}`}
    >
      Add
    </Button>
  );
  return (
    <Group {...props} actions={add}>
      {plan.members.map((member) => (
        <Part
          key={member.name}
          part={member.part}
          name={member.name}
          value={Object.hasOwn(object, member.name) ? object[member.name] : undefined}
          onChange={(next) => set(member.name, next)}
          pointer={pointer + pointerStep(member.name)}
          isRequired={member.isRequired}
        />
      ))}
      <OtherMembers object={object} plan={plan} pointer={pointer} onChange={onChange} />
    </Group>
  );
}

/** The object with a member changed, taken away (undefined), or added in the order of the schema. */
function withMember(
  object: Record<string, unknown>,
  name: string,
  value: unknown,
  members: readonly Member[],
): Record<string, unknown> {
  const { [name]: _left, ...rest } = object;
  if (value === undefined) return rest;
  if (Object.hasOwn(object, name)) return { ...object, [name]: value };
  const names = members.map((member) => member.name);
  const later = new Set(names.slice(names.indexOf(name) + 1));
  const entries = Object.entries(object);
  const next = entries.findIndex(([each]) => later.has(each));
  return Object.fromEntries(entries.toSpliced(next < 0 ? entries.length : next, 0, [name, value]));
}

export function ListField(props: GroupProps<"list">) {
  const { plan, name, value, pointer, onChange } = props;
  const { schema, isReadOnly, Part } = useForm();
  const addButton = useRef<HTMLButtonElement>(null);
  const items = Array.isArray(value) ? value : [];
  const itemName = (at: number) => `${plan.title ?? name} ${at + 1}`;
  const add = !isReadOnly && items.length < mostItems && (
    <Button
      ref={addButton}
      size="small"
      icon={<Plus size={13} aria-hidden />}
      onClick={() => onChange([...items, startingItem(plan.item, schema)])}
      aria-label={`Add to ${plan.title ?? name}`}
    >
      Add
    </Button>
  );
  return (
    <Group {...props} actions={add}>
      {items.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have nothing else to be told apart by, and keep no state of their own.
        <div key={at} className="flex items-start gap-1">
          <div className="min-w-0 flex-1">
            <Part
              part={plan.item}
              name={itemName(at)}
              value={item}
              onChange={(next) => onChange(items.with(at, next ?? startingItem(plan.item, schema)))}
              pointer={pointer + pointerStep(at)}
              isRequired
            />
          </div>
          {!isReadOnly && (
            <IconButton
              label={`Remove ${itemName(at)}`}
              icon={<Trash2 size={14} />}
              onClick={() => {
                onChange(items.toSpliced(at, 1));
                addButton.current?.focus();
              }}
            />
          )}
        </div>
      ))}
    </Group>
  );
}

/** What was typed for one kind is there again when it is chosen again. */
export function AlternativesField(props: GroupProps<"alternatives">) {
  const { plan, name, value, onChange } = props;
  const { schema, isReadOnly, Part } = useForm();
  const plans = useMemo(() => plan.options.map(({ part }) => planOf(part, schema)), [plan, schema]);
  const [chosen, setChosen] = useState<number | null>(null);
  const kept = useRef(new Map<number, unknown>());
  const found = alternativeOf(plans, value, (part) => planOf(part, schema));
  const fitsChosen =
    chosen !== null &&
    (value === undefined ||
      alternativeOf(plans.slice(chosen, chosen + 1), value, (part) => planOf(part, schema)) === 0);
  const place = fitsChosen ? chosen : found;
  const option = plan.options[place];
  const choose = (next: number) => {
    kept.current.set(place, value);
    setChosen(next);
    const part = plan.options[next]?.part;
    onChange(kept.current.has(next) ? kept.current.get(next) : startingItem(part, schema));
  };
  return (
    <Group {...props} isOpen={value !== null}>
      <Select
        label={`Kind of ${plan.title ?? name}`}
        value={place < 0 ? null : String(place)}
        choices={plan.options.map(({ label }, at) => ({ value: String(at), label }))}
        onChange={(next) => choose(Number(next))}
        disabled={isReadOnly}
      />
      {option ? (
        <Part {...props} key={place} part={option.part} name={option.label} isRequired />
      ) : (
        value !== undefined && value !== null && <Part {...props} part name="Value" isRequired />
      )}
    </Group>
  );
}
