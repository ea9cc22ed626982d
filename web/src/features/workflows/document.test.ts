import { expect, it } from "vitest";
import { attributesOf, read, write } from "./document";
import { editStep } from "./edits";
import { editAttribute } from "./edits-layout";
import { problemsOf } from "./problems";
import { refusalsOf } from "./refusals";
import { file } from "./sample";

it("refers by id in memory, and by id in what it sends", () => {
  const doc = read(file());

  expect(doc.steps[0]?.stage).toBe("s1");
  expect(doc.transitions.map((one) => [one.from, one.to])).toEqual([
    ["a", "b"],
    ["b", "c"],
  ]);
  expect(write(doc).entries).toEqual({ new: { step: "a", name: null } });
  expect(write(doc).transitions[0]?.communications).toEqual([
    { name: "Thanks", channel: "email", mode: "manual", subject: "Hello" },
  ]);
});

it("renames a key everywhere it is used", () => {
  const written = write(editAttribute(read(file()), "budget", { key: "money" }));

  expect(written.steps[0]?.attributes).toEqual(["money", "title"]);
  expect(written.transitions[0]?.required).toEqual(["money", "contact.email"]);
  expect(written.sections[0]?.attributes.map((one) => one.key)).toEqual(["money", "color"]);
});

it("knows an attribute again after its key was changed and saved", () => {
  const mine = editAttribute(read(file()), "budget", { key: "money" });
  const saved = file();
  const section = saved.sections[0];
  if (section?.attributes[0]) section.attributes[0].key = "money";
  section?.attributes.push({ key: "budget", label: "Budget", type: "text", options: [] });

  const again = attributesOf(read(saved, mine));

  expect(again[0]?.id).toBe("budget");
  expect(new Set(again.map((one) => one.id)).size).toBe(3);
});

it("keeps what refers to nothing as a gap, and says so", () => {
  const broken = file();
  broken.transitions[0] = { ...broken.transitions[0], to: "Nowhere" } as never;

  expect(problemsOf(read(broken)).map((one) => [one.id, one.field, one.key])).toEqual([
    ["t1", "to", "step_missing"],
  ]);
});

const WRONG: [string, (doc: ReturnType<typeof read>) => ReturnType<typeof read>, string[]][] = [
  ["a name that stands twice", (x) => editStep(x, "b", { name: " Lead in " }), ["b name name_twice"]],
  ["an empty name", (x) => editStep(x, "b", { name: "  " }), ["b name name_missing"]],
  ["a probability over 100", (x) => editStep(x, "b", { probability: 120 }), ["b probability probability"]],
  ["a limit without a number", (x) => editStep(x, "b", { limit: "0 days" }), ["b limit limit"]],
  ["a key of capitals", (x) => editAttribute(x, "color", { key: "Color" }), ["color key key_shape"]],
  ["a key that is built in", (x) => editAttribute(x, "color", { key: "title" }), ["color key key_built_in"]],
  [
    "a choice without options",
    (x) => editAttribute(x, "color", { options: [] }),
    ["color options options_missing"],
  ],
];
it.each(WRONG)("tells %s at its field", (_, change, told) => {
  const found = problemsOf(change(read(file())));

  expect(found.map((one) => `${one.id} ${one.field} ${one.key}`)).toEqual(told);
});

const PATHS: [string, string][] = [
  ["steps.1.stage", "step b stage"],
  ["document.transitions.0.required.2", "transition t1 required"],
  ["stages.3.name", "stage s4 name"],
  ["sections.0.attributes.1.key", "attribute color key"],
  ["sections.0.name", "section Need name"],
  ["entries.new.step", "entry new step"],
  ["follow_ons.0.carry.0", "follow_on f1 carry"],
  ["milestones.2", "milestone 2 name"],
  ["steps.9.name", "workflow null steps"],
  ["workflow", "workflow null workflow"],
];
it.each(PATHS)("puts a refusal of %s on its element", (name, place) => {
  const [one] = refusalsOf([{ name, message: "No." }], read(file()));

  expect(`${one?.element} ${one?.id} ${one?.field}`).toBe(place);
});
