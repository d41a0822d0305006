import { type Markup, markup, prose } from "./markup.ts";
import { nameOf, type Schema } from "./schemas.ts";

/** A JSON Schema for a reader: its members with type, rules and meaning; what is nested opens on demand. */

/** The members of an object, of the items of a list, or of each alternative; null when there is nothing to list. */
export function membersOf(schema: Schema): Markup | null {
  if (nameOf(schema) !== null) return null;
  const alternatives = alternativesOf(schema);
  if (alternatives.length === 1 && alternatives[0]) return membersOf(alternatives[0]);
  if (alternatives.length > 1) {
    const shown = alternatives.flatMap((each) => {
      const members = membersOf(each);
      return members ? [nested(titleOf(each), members)] : [];
    });
    return shown.length > 0 ? markup`${shown}` : null;
  }
  if (isSchema(schema.items)) return membersOf(schema.items);
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  if (properties.length === 0) {
    return isSchema(schema.additionalProperties) ? membersOf(schema.additionalProperties) : null;
  }
  const required = (schema.required ?? []) as string[];
  return markup`<ul class="members">${properties.map(([name, each]) => member(name, each, required.includes(name)))}</ul>`;
}

function member(name: string, schema: Schema, isRequired: boolean): Markup {
  const inner = membersOf(schema);
  const { description } = schema;
  return markup`<li><code class="member">${name}</code> <span class="type">${typeOf(schema)}</span>${
    isRequired ? markup` <span class="required">required</span>` : null
  }${rulesOf(schema)}${typeof description === "string" ? markup`<p>${prose(description)}</p>` : null}${
    inner ? nested("members", inner) : null
  }</li>`;
}

function nested(title: string, members: Markup): Markup {
  return markup`<details class="nested"><summary>${title}</summary>${members}</details>`;
}

/** The type in words: `integer`, `list of Block`, `string or null`. */
export function typeOf(schema: Schema): Markup {
  const name = nameOf(schema);
  if (name !== null) return markup`<a href="#schema-${name}">${name}</a>`;
  if (schema.const !== undefined) return markup`<code>${JSON.stringify(schema.const)}</code>`;
  const { enum: choices, type } = schema;
  if (Array.isArray(choices)) return joined(choices.map((each) => markup`<code>${JSON.stringify(each)}</code>`));
  const either = listOf(schema);
  if (either.length > 0) return joined([...new Map(either.map(typeOf).map((each) => [each.html, each])).values()]);
  if (isSchema(schema.items)) return markup`list of ${typeOf(schema.items)}`;
  if (isSchema(schema.additionalProperties) && Object.keys(schema.additionalProperties).length > 0) {
    return markup`object of ${typeOf(schema.additionalProperties)}`;
  }
  if (Array.isArray(type)) return markup`${type.join(" or ")}`;
  if (schema.format === "date-time") return markup`instant`;
  return markup`${typeof type === "string" ? type : "any JSON"}`;
}

/** Bounds, pattern and default as one short line. */
export function rulesOf(schema: Schema): Markup | null {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, pattern } = schema;
  const rules = [
    range(minimum, maximum, ""),
    range(minLength, maxLength, " characters"),
    range(minItems, maxItems, " items"),
    typeof pattern === "string" ? markup`matches <code>${pattern}</code>` : null,
    schema.default === undefined ? null : markup`default <code>${JSON.stringify(schema.default)}</code>`,
  ].filter((rule) => rule !== null);
  return rules.length > 0 ? markup`<p class="rules">${joined(rules, " · ")}</p>` : null;
}

function range(least: unknown, most: unknown, unit: string): Markup | null {
  const [from, to] = [least, most].map((bound) => (typeof bound === "number" ? bound.toLocaleString("en") : null));
  if (from && to) return markup`${from} to ${to}${unit}`;
  if (from) return markup`at least ${from}${unit}`;
  return to ? markup`at most ${to}${unit}` : null;
}

function joined(parts: Markup[], separator = " or "): Markup {
  return markup`${parts.map((part, at) => (at === 0 ? part : markup`${separator}${part}`))}`;
}

function listOf(schema: Schema): Schema[] {
  return (schema.anyOf ?? schema.oneOf ?? []) as Schema[];
}

/** The forms that a value may have, without null. */
function alternativesOf(schema: Schema): Schema[] {
  return listOf(schema).filter((each) => each.type !== "null");
}

/** An alternative goes by the constant that tells it from the others. */
function titleOf(schema: Schema): string {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  const [name, constant] = properties.find(([, each]) => each.const !== undefined) ?? [];
  return name && constant ? `${name}: ${String(constant.const)}` : "members";
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
