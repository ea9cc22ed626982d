import { expect, it } from "vitest";
import { graphOf, keptOf, nameOf, shareOf, stopAt, stopsOf } from "./from-log";
import type { Discovery } from "./logs-api";

const succession = (from: string, to: string, count: number) => ({ from, to, count });
const successions = [
  succession("ask", "offer", 8),
  succession("offer", "offer", 3),
  succession("offer", "sign", 7),
  succession("sign", "ask", 1),
  succession("ask", "ask", 1),
];
const activity = (name: string, starts: number, ends: number) => ({ name, count: 9, starts, ends });
const discovery = {
  log: {
    cases: 8,
    events: 28,
    skipped: 0,
    activities: [activity("ask", 8, 0), activity("offer", 0, 1), activity("sign", 0, 7)],
  },
  successions,
} as unknown as Discovery;
const names = { open: "Open", done: "Done" };

it("can stand where something more drops out", () => {
  expect(stopsOf(successions)).toEqual([1, 3, 7, 8]);
});

it.each([
  [1, 0],
  [2, 1],
  [3, 1],
  [5, 2],
  [8, 3],
  [900, 3],
])("shows %i at the stop that keeps the same", (min, at) => {
  expect(stopAt(stopsOf(successions), min)).toBe(at);
});

it("keeps what was seen often enough, and says how much of everything that is", () => {
  expect([keptOf(successions, 3).length, shareOf(successions, 3), shareOf([], 3)]).toEqual([3, 18 / 20, 1]);
});

it("draws what nothing leads on from as done", () => {
  const graph = graphOf(discovery, 5, names);

  expect(graph.stages.map((stage) => stage.name)).toEqual(["Open", "Done"]);
  expect(graph.steps.map((step) => [step.name, step.stage])).toEqual([
    ["ask", "open"],
    ["offer", "open"],
    ["sign", "done"],
  ]);
  expect(graph.transitions.map((one) => [one.from, one.to, one.name])).toEqual([
    ["ask", "offer", "8"],
    ["offer", "sign", "7"],
  ]);
});

it("draws no stage of the done where everything leads on", () => {
  expect(graphOf(discovery, 1, names).stages.map((stage) => stage.name)).toEqual(["Open"]);
});

it.each([
  ["receipt.csv.gz", "receipt"],
  ["running-example.csv", "running example"],
  ["Help_Desk.XES", "Help Desk"],
  ["log", "log"],
])("calls a workflow from %s %s", (file, name) => {
  expect(nameOf(file)).toBe(name);
});
