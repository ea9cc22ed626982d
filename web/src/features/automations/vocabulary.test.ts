import { expect, it } from "vitest";
import type { Words } from "./shapes";
import { asksOf, vocabularyOf } from "./vocabulary";

const field = (key: string, group: "fact" | "built_in" | "attribute", type: string, more = {}) => ({
  key,
  label: key.toUpperCase(),
  types: [type],
  options: [],
  operators: ["is"],
  settable: group !== "fact",
  group,
  ...more,
});
const WORDS: Words = {
  triggers: [],
  steps: [],
  fields: [
    field("team", "fact", "id"),
    field("status", "fact", "word"),
    field("owner", "fact", "member"),
    field("amount", "built_in", "money"),
    field("color", "attribute", "choice", { options: ["red"] }),
  ],
  teams: [{ id: "t1", name: "Boats", workflow: "w1" }],
  members: [{ id: "m1", name: "Ada" }],
  roles: [],
  workflows: [
    { id: "w1", name: "Guided" },
    { id: "w2", name: "Free" },
  ],
  stages: [],
  workflow_steps: [
    { id: "s1", name: "New", workflow: "w1", stage: "x" },
    { id: "s2", name: "New", workflow: "w2", stage: "y" },
  ],
  transitions: [
    { id: "r1", name: "Propose", workflow: "w1", from_step: "s1", to_step: "s2", asks: ["amount"] },
    { id: "r2", name: "Wave", workflow: "w1", from_step: "s2", to_step: "s1", asks: [] },
    { id: "r3", name: "Jump", workflow: "w1", from_step: "s1", to_step: "s2", asks: ["color", "amount"] },
  ],
  channels: [],
  products: [],
  activity_types: [],
  sources: [],
  currencies: [],
  placeholders: [],
  switches: {},
  time_zone: "UTC",
};

it("reads what can be chosen, under the names of several workflows", () => {
  const found = vocabularyOf(WORDS, (key) => key);

  expect(found.steps).toEqual([
    { value: "s1", label: "New", group: "Guided" },
    { value: "s2", label: "New", group: "Free" },
  ]);
  expect(found.transitions[0]?.hint).toBe("New → New");
  expect(found.names.get("m1")).toBe("Ada");
  expect(vocabularyOf({ ...WORDS, workflows: WORDS.workflows.slice(0, 1) }, (key) => key).steps[0]).toEqual({
    value: "s1",
    label: "New",
  });
});

it("knows of each field how it is compared, and which can be written", () => {
  const { fields, settable } = vocabularyOf(WORDS, (key) => key);

  expect(fields.map((one) => [one.key, one.type])).toEqual([
    ["team", "choice"],
    ["status", "choice"],
    ["owner", "user"],
    ["amount", "money"],
    ["color", "choice"],
  ]);
  expect(fields[0]?.names).toEqual({ t1: "Boats" });
  expect(fields[1]?.options).toEqual(["open", "won", "lost", "archived"]);
  expect(settable.map((one) => one.key)).toEqual(["amount", "color"]);
});

it.each([
  ["its own fields", { transition: "r1" }, ["amount"]],
  ["none where it asks for none", { transition: "r2" }, []],
  ["those of every transition to a step", { step: "s2" }, ["amount", "color"]],
  ["those of every transition to the steps of a stage", { stage: "y" }, ["amount", "color"]],
  ["none where nothing is chosen yet", {}, []],
])("asks for %s", (_, target, asks) => {
  expect(asksOf(WORDS, { id: "a", do: "move", ...target })).toEqual(asks);
});
