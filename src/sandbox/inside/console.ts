/**
 * Part of the module that runs inside the isolate: `console`, one per run. An isolate serves many runs at a time, so a line
 * finds its run by `AsyncLocalStorage`. Lines leave with the answer; of a call that lasts longer, every 250 ms, so that a
 * run that is killed has its logs.
 */
export const console = `
const reportEveryMs = 250;
const lineCharacters = 16000;
const runs = new AsyncLocalStorage();
const currentRun = runs.getStore;
const enterRun = runs.run;
const shownAs = { depth: 4, maxArrayLength: 100, maxStringLength: 10000, breakLength: 100 };

/** {run, block, step} of the code that is running, or undefined outside any run. */
function current() {
  return apply(currentRun, runs, []);
}

function within(store, work, parameters) {
  return apply(enterRun, runs, [store, apply, work, undefined, parameters]);
}

/** The inspector of node:util costs 2 ms to load: only for what is not plain text. */
let util = null;

function shown(values) {
  if (values.length === 1 && typeof values[0] === "string") return cut(values[0], lineCharacters);
  const parameters = [shownAs];
  for (let at = 0; at < values.length; at++) parameters[at + 1] = values[at];
  try {
    util ??= builtinModule("node:util");
    return cut(apply(util.formatWithOptions, undefined, parameters), lineCharacters);
  } catch {
    return "[a value that cannot be shown]";
  }
}

function write(level, values) {
  const store = current();
  if (store === undefined || store.run.isCut) return;
  const { run } = store;
  const line = { at: now(), level, block: store.block, text: shown(values) };
  run.logBytes -= bytesOf(line.text) + LIMITS.logLineBytes;
  if (run.logBytes < 0) {
    run.isCut = true;
    line.level = "warn";
    line.text = LIMITS.logsCut;
  }
  run.lines[run.lines.length] = line;
  reportLater(run);
}

function reportLater(run) {
  if (run.timer === null) run.timer = setTimeout(report, reportEveryMs, run);
}

function report(run) {
  run.timer = null;
  const { results, lines } = run;
  if (results.length > 0 || lines.length > 0) {
    run.results = [];
    run.lines = [];
    sendReport(run, results, lines);
  }
  if (run.isChain) reportLater(run);
}

async function sendReport(run, results, lines) {
  try {
    await held(run, () => run.powers.report(results, lines));
  } catch {}
}

const levels = { debug: "debug", trace: "debug", warn: "warn", error: "error" };
const written = ["debug", "dir", "dirxml", "error", "group", "groupCollapsed", "info", "log", "table", "trace", "warn"];
for (const name of keys(console)) if (typeof console[name] === "function") console[name] = () => {};
for (const name of written) {
  const level = levels[name] ?? "info";
  console[name] = (...values) => write(level, values);
}
console.assert = (isTrue, ...values) => {
  if (!isTrue) write("error", ["Assertion failed:", ...values]);
};
`;
