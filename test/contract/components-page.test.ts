import { expect, test } from "vitest";
import { commonProperties, componentKinds, kindNames, type Property } from "../../src/contract/component-kinds.ts";

const pages = import.meta.glob("../../docs/components.md", { query: "?raw", import: "default", eager: true });
const page = Object.values(pages)[0] as string;

/** What the page says of one property or exposed value. */
function rowOf(name: string, told: { type: string; describe: string } & Partial<Property>): string {
  const type = told.choices ? told.choices.map((each) => `\`${each}\``).join(" ") : told.type;
  const value = "default" in told ? `\`${JSON.stringify(told.default)}\`` : "";
  return `| \`${name}\`${told.editable ? " *" : ""} | ${type} | ${value} | ${told.describe} |`;
}

test.each(kindNames)("docs/components.md says what %s is, has, exposes and tells", (kind) => {
  const { name, describe, properties, exposes, events } = componentKinds[kind];
  const section = page.split("\n## ").find((text) => text.startsWith(`${name} (\`${kind}\`)\n`));
  expect(section?.split("\n").filter((line) => line !== "")).toEqual([
    `${name} (\`${kind}\`)`,
    describe,
    ...(Object.keys(properties).length > 0 ? ["| property | type | default | |", "|---|---|---|---|"] : []),
    ...Object.entries(properties).map(([each, told]) => rowOf(each, told)),
    ...(Object.keys(exposes).length > 0 ? ["| exposes | type | | |", "|---|---|---|---|"] : []),
    ...Object.entries(exposes).map(([each, told]) => rowOf(each, told)),
    ...Object.entries(events).map(([each, told]) => `- \`${each}\`: ${told}`),
  ]);
});

test("docs/components.md says what every kind has", () => {
  for (const [each, told] of Object.entries(commonProperties)) expect(page).toContain(rowOf(each, told));
});
