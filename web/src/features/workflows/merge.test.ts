import { expect, it } from "vitest";
import { type Doc, read } from "./document";
import { addStep, editStep, moveStage, removeStep, renameStage } from "./edits";
import { addAttribute, editAttribute, moveAttribute } from "./edits-layout";
import { addTransition, editTransition, setEntry } from "./edits-ways";
import { clashes, differences, merge } from "./merge";
import { file } from "./sample";

const base = () => read(file());
const rename = (x: Doc, name: string) => editStep(x, "a", { name });
const steps = (x: Doc) => x.steps.map((one) => one.name);

it("brings both together where they changed different elements", () => {
  const mine = addStep(rename(base(), "Call"), "Mine", "s1", "m");
  const theirs = addStep(renameStage(base(), "s2", "Proposal"), "Theirs", "s2", "t");

  const { doc, fallen } = merge(base(), mine, theirs);

  expect([clashes(base(), mine, theirs), fallen]).toEqual([[], []]);
  expect([steps(doc), doc.stages.map((one) => one.name)]).toEqual([
    ["Call", "Offer sent", "Signed", "Gone", "Mine", "Theirs"],
    ["New", "Proposal", "Won", "Lost"],
  ]);
});

it("asks where both changed one element, and does as told", () => {
  const mine = rename(base(), "Mine");
  const theirs = editStep(base(), "a", { name: "Theirs", probability: 50 });

  const [clash] = clashes(base(), mine, theirs);

  expect([clash?.key, clash?.mine, clash?.theirs, clash?.details.map((one) => one.field)]).toEqual([
    "step a",
    "changed",
    "changed",
    ["name", "probability"],
  ]);
  expect(steps(merge(base(), mine, theirs).doc)[0]).toBe("Mine");
  expect(steps(merge(base(), mine, theirs, new Set(["step a"])).doc)[0]).toBe("Theirs");
});

it("asks where one removed what the other changed", () => {
  const mine = removeStep(base(), "d");
  const theirs = editStep(base(), "d", { name: "Lost it" });

  expect(clashes(base(), mine, theirs).map((one) => [one.key, one.mine, one.theirs])).toEqual([
    ["step d", "removed", "changed"],
  ]);
  expect(steps(merge(base(), mine, theirs).doc)).not.toContain("Lost it");
  expect(steps(merge(base(), mine, theirs, new Set(["step d"])).doc)).toContain("Lost it");
});

it("does not ask where both did the same", () => {
  const both = rename(base(), "Call");

  expect([clashes(base(), both, rename(base(), "Call")), differences(both, both)]).toEqual([[], []]);
});

it("names what can't stand without a step that the other removed", () => {
  const mine = addTransition(base(), { name: "Drop", from: "b", to: "d" }, "m");
  const theirs = removeStep(base(), "d");

  const { doc, fallen } = merge(base(), mine, theirs);

  expect([fallen, doc.transitions.map((one) => one.id)]).toEqual([
    [{ element: "transition", name: "Drop" }],
    ["t1", "t2"],
  ]);
});

it("keeps the order of whoever changed it, and asks where both did", () => {
  const three = { ...base(), stages: [...base().stages] };
  const mine = moveStage(three, "s2", "s1");

  expect(merge(three, mine, three).doc.stages.map((one) => one.id)).toEqual(["s2", "s1", "s3", "s4"]);
  expect(merge(three, three, mine).doc.stages.map((one) => one.id)).toEqual(["s2", "s1", "s3", "s4"]);
  const theirs = moveStage(three, "s4", "s3");
  expect(clashes(three, mine, theirs).map((one) => one.key)).toEqual(["order stages"]);
});

it("knows attributes by what they are, wherever they stand", () => {
  const mine = editAttribute(base(), "budget", { label: "Money" });
  const theirs = addAttribute(
    moveAttribute(base(), "color", "Need", "budget"),
    "Need",
    { key: "x", label: "X", type: "text", options: [] },
    "x",
  );

  const { doc } = merge(base(), mine, theirs);

  expect(doc.sections[0]?.attributes.map((one) => one.label)).toEqual(["Color", "Money", "X"]);
});

it("says what changed, with before and after", () => {
  const after = setEntry(
    editTransition(removeStep(base(), "d"), "t1", { name: "Propose" }),
    "existing_account",
    {
      step: "b",
    },
  );

  expect(differences(base(), after).map((one) => [one.kind, one.key, one.details])).toEqual([
    ["changed", "transition t1", [{ field: "name", before: "Offer", after: "Propose" }]],
    ["added", "entry existing_account", []],
    ["removed", "step d", []],
  ]);
});
