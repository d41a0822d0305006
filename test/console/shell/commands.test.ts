import { expect, it } from "vitest";
import { bestCommands, type Command } from "../../../src/console/shell/commands.ts";

const command = (label: string, also = ""): Command => ({ key: label, label, also, group: "Page", run: () => {} });
const labels = (search: string, ...commands: Command[]) => bestCommands(commands, search).map(({ label }) => label);

it("everything is offered in its order when nothing is typed", () => {
  expect(labels(" ", command("Runs"), command("Models"))).toEqual(["Runs", "Models"]);
});

it("what begins with the text comes before what holds it", () => {
  expect(labels("run", command("Prune"), command("Failed runs"), command("Runs"))).toEqual([
    "Runs",
    "Failed runs",
    "Prune",
  ]);
});

it("letters in their order are enough, and an id finds its worklet", () => {
  expect(labels("dlrp", command("Daily report"))).toEqual(["Daily report"]);
  expect(labels("triage-2", command("Sorting", "triage-2"), command("Other"))).toEqual(["Sorting"]);
});

it("what does not fit is left out", () => {
  expect(labels("xyz", command("Runs"))).toEqual([]);
});
