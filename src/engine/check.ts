import type { Wrong } from "../contract/fault.ts";
import type { Block, Graph } from "../contract/graph.ts";
import type { ValueTemplate } from "../expression/expression.ts";
import { dependencies, ExpressionError, unknownRoots } from "../expression/expression.ts";
import type { Edge, Shape } from "./edges.ts";
import { shapeOf } from "./edges.ts";
import { kinds } from "./kinds.ts";
import { expressionsOf, parseExpression, rootsOf } from "./reading.ts";

/** Everything that keeps a graph from running, all at once. Paths are JSON pointers that begin with `/graph`. */
export function checkGraph(graph: Graph): Wrong[] {
  const shape = shapeOf(graph);
  const back = waysOf(shape.edges, "to", "from");
  return [
    ...shape.wrong,
    ...circlesOf(graph, shape),
    ...startsThatAreLedTo(graph, shape),
    ...unreached(graph, shape),
    ...graph.blocks.flatMap((block, place) => [
      ...kinds[block.kind].check(block, `/graph/blocks/${place}`),
      ...wrongExpressions(graph, block, place, back),
    ]),
  ];
}

/** So many circles are told at once: in a tangle every edge may close one. */
const circlesTold = 10;

/** One entry for each edge that closes a circle. */
function circlesOf(graph: Graph, shape: Shape): Wrong[] {
  const wrong: Wrong[] = [];
  const leaving = Map.groupBy(shape.edges, ({ from }) => from);
  const done = new Set<number>();
  const trail: number[] = [];
  const visit = (place: number) => {
    trail.push(place);
    for (const { to, path } of leaving.get(place) ?? []) {
      const since = trail.indexOf(to);
      if (since >= 0 && wrong.length < circlesTold) {
        const circle = [...trail.slice(since), to].map((place) => graph.blocks[place]?.id).join(" -> ");
        wrong.push({ path, message: `The blocks run in a circle: ${circle}. A run could never end.` });
      } else if (since < 0 && !done.has(to)) visit(to);
    }
    trail.pop();
    done.add(place);
  };
  for (const place of graph.blocks.keys()) if (!done.has(place)) visit(place);
  return wrong;
}

/** A block gets either the worklet's input or what comes before it: with both nobody could say what its input is. */
function startsThatAreLedTo(graph: Graph, shape: Shape): Wrong[] {
  return (graph.start ?? []).flatMap((id, n) => {
    const place = graph.blocks.findIndex((block) => block.id === id);
    const edge = shape.edges.find(({ to }) => to === place);
    if (edge === undefined) return [];
    const message = `The run starts at \`${id}\`, so \`${graph.blocks[edge.from]?.id}\` cannot lead to it.`;
    return [{ path: `/graph/start/${n}`, message }];
  });
}

function unreached(graph: Graph, shape: Shape): Wrong[] {
  if (shape.starts.length === 0) return [];
  const reached = reachable(shape.starts, waysOf(shape.edges, "from", "to"));
  const starts = shape.starts.map((place) => `\`${graph.blocks[place]?.id}\``).join(", ");
  return graph.blocks.flatMap((block, place) => {
    const isDouble = graph.blocks.findIndex(({ id }) => id === block.id) !== place;
    if (reached.has(place) || isDouble) return [];
    const message = `Nothing leads to \`${block.id}\`; the run starts at ${starts}. Name it in another block's \`next\` or in \`start\`.`;
    return [{ path: `/graph/blocks/${place}`, message }];
  });
}

function wrongExpressions(graph: Graph, block: Block, place: number, back: Ways): Wrong[] {
  return expressionsOf(block).flatMap((expression) => {
    const at = {
      path: `/graph/blocks/${place}${expression.member}`,
      block: block.id,
      member: expression.member.slice(1),
    };
    const parsed = tried(() => parseExpression(expression));
    if (parsed instanceof ExpressionError)
      return [
        {
          ...at,
          path: `/graph/blocks/${place}${parsed.path}`,
          message: parsed.message,
          position: parsed.position,
          source: parsed.source,
        },
      ];
    const roots = rootsOf(block, expression);
    const unknown = unknownRoots(parsed, roots).map(
      (root) => `\`${root}\` is not known here; there is ${roots.join(", ")}.`,
    );
    const messages = [...unknown, ...wrongBlocks(graph, place, back, parsed), ...wrongSecrets(parsed)];
    if (expression.member === "/each/items" && parsed.kind !== "expression")
      messages.push("This is a text. Write one expression that gives a list: {{ input.items }}.");
    return messages.map((message) => ({ ...at, message }));
  });
}

function tried(parse: () => ValueTemplate): ValueTemplate | ExpressionError {
  try {
    return parse();
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
}

/** Only what always comes before has an output when the block runs. */
function wrongBlocks(graph: Graph, place: number, back: Ways, template: ValueTemplate): string[] {
  const named = new Set(
    dependencies(template).flatMap(([root, id]) => (root === "blocks" && id !== undefined ? [id] : [])),
  );
  if (named.size === 0) return [];
  const before = reachable([place], back);
  return [...named].flatMap((id) => {
    const there = graph.blocks.findIndex((block) => block.id === id);
    if (there !== place && before.has(there)) return [];
    if (there >= 0) return [`\`${id}\` does not run before this block, so its output is not known here.`];
    const dashed = graph.blocks.find((block) => block.id.startsWith(`${id}-`));
    if (dashed === undefined) return [`There is no block \`${id}\`.`];
    return [`There is no block \`${id}\`; a block whose id has a - is written blocks["${dashed.id}"].`];
  });
}

/** Secrets are read before the block begins, so their names must be known by then. */
function wrongSecrets(template: ValueTemplate): string[] {
  const isComputed = dependencies(template).some(([root, name]) => root === "secrets" && name === undefined);
  return isComputed ? ["Name the secret: secrets.NAME, written out."] : [];
}

type Ways = ReadonlyMap<number, readonly number[]>;

function waysOf(edges: readonly Edge[], here: "from" | "to", there: "from" | "to"): Ways {
  const ways = new Map<number, number[]>();
  for (const edge of edges) {
    const known = ways.get(edge[here]);
    if (known === undefined) ways.set(edge[here], [edge[there]]);
    else known.push(edge[there]);
  }
  return ways;
}

/** All places that can be reached from these, themselves included. */
function reachable(from: readonly number[], ways: Ways): Set<number> {
  const found = new Set(from);
  for (const place of found) for (const there of ways.get(place) ?? []) found.add(there);
  return found;
}
