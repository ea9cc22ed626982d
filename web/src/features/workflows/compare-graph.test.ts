import { expect, it } from "vitest";
import { beforeAndAfter, pictureOf } from "./compare-graph";
import type { DraftDocument } from "./publishing-api";

const stage = (id: string, name = id) => ({ id, name, status: "open" as const, reasons: [] });
const step = (id: string, stage: string | null, attributes: string[] = []) => ({
  id,
  name: `Step ${id}`,
  stage,
  attributes,
  probability: null,
  limit: null,
});
const line = (id: string, from: string, to: string) => ({
  id,
  name: id,
  from: `Step ${from}`,
  to: `Step ${to}`,
  required: [],
  roles: [],
  triggers: [],
  communications: [],
});
const document = (parts: Partial<DraftDocument>): DraftDocument => ({
  workflow: "W",
  mode: "guided",
  sections: [],
  stages: [stage("s", "New")],
  steps: [step("a", "New"), step("b", "New")],
  transitions: [line("t", "a", "b")],
  entries: {},
  follow_ons: [],
  milestones: [],
  ...parts,
});

it("draws by ids what a document says by names", () => {
  const graph = pictureOf(document({ steps: [step("a", "New"), step("b", null)] }));

  expect(graph.steps.map((one) => one.stage)).toEqual(["s", null]);
  expect(graph.transitions.map((one) => [one.from, one.to])).toEqual([["a", "b"]]);
});

it("marks nothing where nothing changed", () => {
  expect([...beforeAndAfter(document({}), document({})).marks]).toEqual([]);
});

it("keeps what is gone in the picture, and marks what came, went and changed", () => {
  const after = document({
    steps: [step("a", "New", ["budget"]), step("c", "New")],
    transitions: [line("u", "a", "c")],
  });

  const { graph, marks } = beforeAndAfter(document({}), after);

  expect(graph.steps.map((one) => one.id)).toEqual(["a", "c", "b"]);
  expect(Object.fromEntries(marks)).toEqual({
    a: "changed",
    b: "removed",
    c: "added",
    t: "removed",
    u: "added",
  });
});

it("takes a new name of a stage for a change of the stage alone", () => {
  const after = document({
    stages: [stage("s", "Fresh")],
    steps: [step("a", "Fresh"), step("b", "Fresh")],
  });

  expect([...beforeAndAfter(document({}), after).marks]).toEqual([["s", "changed"]]);
});
