import { BaseSequencer, type TestSpecification } from "vitest/node";

/** In which order test files begin, so that neither core waits: one file computes while another one lets time pass. */

/** They take longest: two wait most of their time, one draws thousands of rows. */
const first = ["test/runs/outage.test.ts", "test/scripts/start.test.ts", "test/console/browser/many-runs.test.ts"];

/** Of the files in a browser the longest: the files that share a worker run beside it. */
const last = "test/console/browser/pages.test.ts";

/** Files of these share a worker that lives as long as the next file is of the same project. */
const sharing = ["sandbox", "workers"];

export class Order extends BaseSequencer {
  /** Files of one project stay in the order that vitest gives them: the longest first, where it knows. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const left = (await super.sort(files)).filter((file) => !isOneOf([...first, last], file));
    const of = (...names: string[]) => left.filter(({ project }) => names.includes(project.name));
    const others = left.filter(({ project }) => !["browser", ...sharing].includes(project.name));
    return [
      ...files.filter((file) => isOneOf(first, file)),
      ...spread(of("browser"), others),
      ...files.filter((file) => isOneOf([last], file)),
      ...sharing.flatMap((name) => of(name)),
    ];
  }
}

function isOneOf(names: string[], { moduleId }: TestSpecification): boolean {
  return names.some((name) => moduleId.endsWith(`/${name}`));
}

/** Puts a few among many, at equal distances: two browsers are enough for two cores. */
function spread<Item>(few: Item[], many: Item[]): Item[] {
  const placed = [few, many].flatMap((items) => items.map((item, at) => ({ item, place: (at + 0.5) / items.length })));
  return placed.sort((a, b) => a.place - b.place).map(({ item }) => item);
}
