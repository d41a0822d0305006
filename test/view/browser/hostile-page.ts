import { componentKinds, type KindName, kindNames, type Property } from "../../../src/contract/component-kinds.ts";
import { place } from "./published.ts";

/** A page that tries to run script by every property of every kind, as the document says it and as data say it. */

/** `elsewhere`: a server that nothing of the page may reach. */
export function attackOn(elsewhere: string): string {
  const run = "globalThis.hacked=1";
  return [
    `<img src="${elsewhere}/img" onerror="${run}">`,
    `<svg onload="${run}"><style>@import "${elsewhere}/css"</style></svg>`,
    `<script>${run}</script><iframe src="javascript:parent.${run}"></iframe>`,
    `"' autofocus onfocus="${run}" style="background:url(${elsewhere}/style)`,
    `[link](javascript:${run}) ![picture](${elsewhere}/markdown) <javascript:${run}>`,
    `[reference][evil]\n\n[evil]: javascript:${run}\n\n| a |\n|--|\n| <b onclick=${run}>x</b> |\n\n`,
  ].join(" ");
}

/** What a property of each type is made of; null: an attack does not fit, and only data can try. */
function fixedFor(name: string, { type }: Property, attack: string): unknown {
  if (type === "text") return attack;
  if (type === "json") return { [attack]: attack, list: [attack, { [attack]: null }] };
  if (type !== "list") return null;
  if (name === "options") return [attack, { value: attack, label: `${attack} as a label` }];
  if (name === "columns") return [{ key: attack, label: attack }, "n"];
  if (name === "y") return ["n"];
  return [
    { [attack]: attack, n: 1 },
    { [attack]: `javascript:${attack}`, n: 2 },
  ];
}

/** Those that hide a component, or put a window over all others. */
const covering = ["hidden", "open"];

/** What the worklet answers: an attack for each property, also for those that it does not fit, and of the kind that expressions are. */
export function hostileData(attack: string) {
  return Object.fromEntries(
    kindNames.map((kind) => [
      kind,
      Object.fromEntries(
        Object.entries(componentKinds[kind].properties).map(([name, property]) => [
          name,
          fixedFor(name, property, `${attack} {{ globalThis.hacked = 1 }}`) ?? `${attack} {{ state }}`,
        ]),
      ),
    ]),
  );
}

export function hostileDocument(attack: string) {
  const propertiesOf = (kind: KindName, give: (name: string, property: Property) => unknown) => {
    const all = Object.entries(componentKinds[kind].properties).filter(([name]) => !covering.includes(name));
    const given = all.map(([name, property]) => [name, property.type === "call" ? "attack" : give(name, property)]);
    return Object.fromEntries(given.filter(([, value]) => value !== null));
  };
  const components = kindNames.flatMap((kind, at) => [
    {
      id: `fixed_${kind}`,
      kind,
      place: place(0, at * 8, 6, 8),
      properties: propertiesOf(kind, (name, property) => fixedFor(name, property, attack)),
    },
    {
      id: `given_${kind}`,
      kind,
      place: place(6, at * 8, 6, 8),
      properties: propertiesOf(kind, (name) => `{{ calls.attack.data?.${kind}.${name} }}`),
    },
  ]);
  const below = kindNames.length * 8;
  return {
    query: { q: "" },
    state: { answer: null },
    components: [
      ...components,
      ...["fixed", "given"].flatMap((which) => [
        {
          id: `${which}_field`,
          kind: "text_input",
          parent: `${which}_form`,
          place: place(0, 0, 12, 2),
          properties: { label: attack },
        },
        {
          id: `${which}_words`,
          kind: "text",
          parent: `${which}_modal`,
          place: place(0, 0, 12, 2),
          properties: { text: attack },
        },
      ]),
      { id: "address", kind: "text", place: place(0, below, 12, 2), properties: { text: "{{ query.q }}" } },
      { id: "upload", kind: "file_upload", place: place(0, below + 2, 6, 2), properties: { label: "Any file" } },
      { id: "name", kind: "text", place: place(6, below + 2, 6, 2), properties: { text: "{{ upload.value?.name }}" } },
      { id: "file", kind: "json_viewer", place: place(0, below + 4, 6, 4), properties: { data: "{{ upload.value }}" } },
      {
        id: "act",
        kind: "button",
        place: place(6, below + 4, 6, 1),
        properties: { label: "Act" },
        events: {
          click: [
            { action: "notify", message: attack },
            { action: "download", name: attack, value: attack, format: "text" },
            { action: "set", target: "fixed_modal.open", value: true, confirm: attack },
            {
              action: "open_url",
              url: "{{ 'javascript' + ':globalThis.hacked=1' }}",
              on_error: [{ action: "notify", message: "refused: {{ error }} {{ query.q }}", tone: "error" }],
            },
          ],
        },
      },
    ],
    calls: { attack: { worklet: "attack", values: {} } },
  };
}
