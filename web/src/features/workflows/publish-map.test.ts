import { describe, expect, it } from "vitest";
import { barOf, mapOf, movesOf, stepChoices, unmapped } from "./publish-map";
import type { Draft, DraftDocument, Finding, Simulation, StepLeft } from "./publishing-api";

const step = (id: string, stage: string | null) => ({
  id,
  name: `Step ${id}`,
  stage,
  attributes: [],
  probability: null,
  limit: null,
});
const document: DraftDocument = {
  workflow: "Boats",
  mode: "guided",
  sections: [],
  stages: [
    { id: "s1", name: "New", status: "open", reasons: [] },
    { id: "s2", name: "Won", status: "won", reasons: [] },
  ],
  steps: [step("a", "New"), step("b", "Won"), step("loose", null)],
  transitions: [],
  entries: {},
  follow_ons: [],
  milestones: [],
};
const left = (id: string, suggestion: string | null, count = 3): StepLeft => ({
  step: { id, name: `Old ${id}` },
  stage: { id: "s1", name: "New", status: "open" },
  count,
  open: count,
  suggestion,
});
const simulation = (removed: StepLeft[], findings: Finding[] = []): Simulation => ({
  days: 90,
  publishable: findings.length === 0,
  findings,
  opportunities: { total: 9, open: 9, closed: 0, fit: 6, on_removed: 3 },
  removed,
  status_changes: [],
  history: { moves: 0, accepted: 0, refused: 0, refusals: [] },
});
const draft: Draft = {
  workflow: { id: "w", name: "Boats" },
  document,
  revision: 4,
  based_on: 2,
  version: 2,
  changed: true,
  behind: false,
  edited_at: null,
  edited_by: null,
  findings: [],
  may: { edit: true, publish: true },
};
const error: Finding = {
  level: "error",
  code: "no_entry",
  element: "workflow",
  id: null,
  name: "",
  text: "",
  values: {},
};

it("takes what was chosen, else what is suggested", () => {
  const removed = [left("x", "a"), left("y", "a"), left("z", null)];

  expect(mapOf(removed, { y: "b" }, document)).toEqual({ x: "a", y: "b" });
});

it("forgets a choice that the draft no longer has", () => {
  expect(mapOf([left("x", "gone")], { x: "gone too" }, document)).toEqual({});
});

it("misses a target only where somebody stands", () => {
  const removed = [left("x", null), left("empty", null, 0)];

  expect(unmapped(removed, {}).map((one) => one.step.id)).toEqual(["x"]);
});

it("offers the steps that have a stage, by stage", () => {
  expect(stepChoices(document).map((one) => [one.group, one.items.map((item) => item.value)])).toEqual([
    ["New", ["a"]],
    ["Won", ["b"]],
  ]);
});

it("says who moves where", () => {
  expect(movesOf([left("x", "a"), left("empty", "a", 0)], { x: "b" }, document)).toEqual([
    { from: "Old x", to: "Step b", count: 3 },
  ]);
});

describe("what bars publishing", () => {
  const ready = { draft, simulation: simulation([]), map: {}, confirmed: false, agreed: false };
  it.each([
    ["nothing", ready, null],
    ["an error", { ...ready, simulation: simulation([], [error]) }, "errors"],
    ["no change", { ...ready, draft: { ...draft, changed: false } }, "unchanged"],
    [
      "a first version without a change",
      { ...ready, draft: { ...draft, changed: false, version: null } },
      null,
    ],
    ["a newer version", { ...ready, draft: { ...draft, behind: true } }, "behind"],
    ["a newer version that was seen", { ...ready, draft: { ...draft, behind: true }, agreed: true }, null],
    ["a step without a target", { ...ready, simulation: simulation([left("x", null)]) }, "unmapped"],
    [
      "a map nobody looked at",
      { ...ready, simulation: simulation([left("x", "a")]), map: { x: "a" } },
      "unconfirmed",
    ],
    [
      "a map that was looked at",
      { ...ready, simulation: simulation([left("x", "a")]), map: { x: "a" }, confirmed: true },
      null,
    ],
  ])("is %s", (_, given, expected) => {
    expect(barOf(given)).toBe(expected);
  });
});
