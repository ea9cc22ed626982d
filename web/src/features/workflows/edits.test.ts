import { describe, expect, it } from "vitest";
import { landing, stepped } from "@/ui/sorting";
import { attributesOf, type Doc, read } from "./document";
import {
  addStage,
  addStep,
  inOrder,
  moveStage,
  moveStep,
  removeStage,
  removeStep,
  renameStage,
  setStatus,
  stepsOf,
  usesOf,
} from "./edits";
import {
  addAttribute,
  keyFrom,
  moveAttribute,
  relabel,
  removeAttribute,
  removeSection,
  setType,
} from "./edits-layout";
import { addTransition, becomeFree, becomeGuided, moveTransition, setEntry, waysBetween } from "./edits-ways";
import { freeName, placed } from "./lists";
import { file } from "./sample";
import { droppedWhenFree, settled } from "./shape";

const doc = () => read(file());
const names = (list: readonly { name: string }[]) => list.map((one) => one.name);
const free = () => settled(becomeFree(doc()));

it("puts a new open stage after the open ones", () => {
  expect(names(addStage(doc(), "Talks", "open").stages)).toEqual(["New", "Offer", "Talks", "Won", "Lost"]);
});

it("keeps open stages together when one is moved or closed", () => {
  expect(names(moveStage(doc(), "s2", "s1").stages)).toEqual(["Offer", "New", "Won", "Lost"]);
  expect(names(moveStage(doc(), "s1", null).stages)).toEqual(["Offer", "New", "Won", "Lost"]);
  expect(names(inOrder(setStatus(doc(), "s1", "archived").stages))).toEqual(["Offer", "New", "Won", "Lost"]);
});

it("forgets the reasons of a stage that is no longer lost", () => {
  expect(setStatus(doc(), "s4", "archived").stages[3]?.reasons).toEqual([]);
});

it("leaves the steps of a removed stage without one", () => {
  expect(names(stepsOf(removeStage(doc(), "s1"), null))).toEqual(["Lead in"]);
});

it("takes along what hangs on a removed step", () => {
  expect(usesOf(doc(), "a")).toEqual({ transitions: 1, entries: 1, follow_ons: 1 });

  const after = removeStep(doc(), "a");

  expect([names(after.transitions), after.entries, after.follow_ons]).toEqual([["Sign"], {}, []]);
});

it("moves a step into a stage, before another or to its end", () => {
  const two = addStep(doc(), "Second", "s1", "e");

  expect(names(stepsOf(moveStep(two, "e", "s1", "a"), "s1"))).toEqual(["Second", "Lead in"]);
  expect(names(stepsOf(moveStep(two, "a", "s1", null), "s1"))).toEqual(["Second", "Lead in"]);
  expect(names(stepsOf(moveStep(two, "b", "s1", "e"), "s1"))).toEqual(["Lead in", "Offer sent", "Second"]);
  expect(names(stepsOf(moveStep(two, "b", "s4", null), "s4"))).toEqual(["Gone", "Offer sent"]);
});

it("is the same document where nothing moves", () => {
  const one = doc();

  expect([
    moveStage(one, "s1", "s2"),
    moveStep(one, "a", "s1", null),
    moveAttribute(one, "budget", "Need", "color"),
  ]).toEqual([one, one, one]);
  expect(placed(one.steps, "a", "a")).toBe(one.steps);
});

it("finds the place of a drop and of a step by keyboard", () => {
  const list = [{ id: "1" }, { id: "2" }, { id: "3" }];
  const drop = (id: string, beside: string | null, edge: "before" | "after") =>
    landing({ id, group: "", beside, edge }, list);

  expect([
    drop("1", "2", "after"),
    drop("3", "1", "before"),
    drop("1", "3", "after"),
    drop("1", null, "after"),
  ]).toEqual(["3", "1", null, null]);
  expect([
    stepped(list, "1", "up"),
    stepped(list, "2", "up"),
    stepped(list, "1", "down"),
    stepped(list, "2", "down"),
    stepped(list, "3", "down"),
  ]).toEqual([undefined, "1", "3", null, undefined]);
});

const KEYS: [string, string[], string][] = [
  ["Trade-in?", [], "trade_in"],
  ["Größe der Jacht", [], "grosse_der_jacht"],
  ["2nd choice", [], "nd_choice"],
  ["价格", [], "field"],
  ["Title", [], "title_2"],
  ["Budget", ["budget", "budget_2"], "budget_3"],
];
it.each(KEYS)("makes a key of %s", (label, taken, key) => {
  expect(keyFrom(label.replace("ß", "ss"), taken)).toBe(key);
});

it("lets the key follow the label only while it is fresh and untouched", () => {
  const added = addAttribute(doc(), "Need", { key: "new", label: "New", type: "text", options: [] }, "n");
  const key = (x: Doc, id: string) => attributesOf(x).find((one) => one.id === id)?.key;

  expect(
    key(
      relabel(added, "n", "Boat length", () => true),
      "n",
    ),
  ).toBe("boat_length");
  expect(
    key(
      relabel(added, "budget", "Price", () => false),
      "budget",
    ),
  ).toBe("budget");
});

it("takes an attribute out of steps, transitions and follow-ons", () => {
  const after = removeAttribute(removeAttribute(doc(), "budget"), "color");

  expect([after.steps[0]?.attributes, after.transitions[0]?.required, after.follow_ons[0]?.carry]).toEqual([
    ["title"],
    ["contact.email"],
    [],
  ]);
  expect(removeSection(doc(), "Need").transitions[0]?.required).toEqual(["contact.email"]);
});

it("keeps options only where a type has them", () => {
  const options = (x: Doc) => attributesOf(x).find((one) => one.id === "color")?.options;

  expect([options(setType(doc(), "color", "choices")), options(setType(doc(), "color", "text"))]).toEqual([
    ["red", "blue"],
    [],
  ]);
});

it("has one step per stage, no transitions and both entries first when it is free", () => {
  const two = addStep(doc(), "Second", "s1", "e");

  expect(droppedWhenFree(two)).toEqual({ steps: ["Second"], transitions: 2 });
  expect([names(free().steps), free().transitions, free().entries]).toEqual([
    ["Lead in", "Offer sent", "Signed", "Gone"],
    [],
    { new: { step: "a", name: null }, existing_account: { step: "a", name: null } },
  ]);
});

it("gives a free stage its step, and renames both while they are alike", () => {
  const after = settled(addStage(free(), "Talks", "open", "s9"));

  expect(names(stepsOf(after, "s9"))).toEqual(["Talks"]);
  expect(names(stepsOf(renameStage(after, "s9", "Chats"), "s9"))).toEqual(["Chats"]);
  expect(names(stepsOf(renameStage(after, "s1", "First"), "s1"))).toEqual(["Lead in"]);
});

it("shows a new attribute on the steps of a free workflow that show all", () => {
  const all = attributesOf(free()).map((one) => one.id);
  const showing = { ...free(), steps: free().steps.map((one) => ({ ...one, attributes: all })) };

  const after = addAttribute(showing, "Need", { key: "x", label: "X", type: "text", options: [] }, "x");

  expect(after.steps[0]?.attributes).toEqual(["budget", "color", "x"]);
});

it("begins a guided workflow with no way, a line, or every move", () => {
  expect([waysBetween(free(), "none"), waysBetween(free(), "all").length]).toEqual([[], 12]);
  expect(waysBetween(free(), "line")).toEqual([
    { from: "a", to: "b" },
    { from: "a", to: "d" },
    { from: "b", to: "c" },
    { from: "b", to: "d" },
  ]);
  expect(names(becomeGuided(free(), "line", (to) => `To ${to}`).transitions)).toEqual([
    "To Offer sent",
    "To Gone",
    "To Signed",
    "To Gone",
  ]);
});

it("has no entry where neither step nor name is left", () => {
  expect(Object.keys(setEntry(doc(), "new", { step: null, name: null }).entries)).toEqual([]);
});

it("finds a name that nobody has", () => {
  expect([freeName("New step", []), freeName("New step", ["New step", "New step 2"])]).toEqual([
    "New step",
    "New step 3",
  ]);
});

describe("the order of transitions", () => {
  const ways = () =>
    ["One", "Two", "Three", "Four"].reduce(
      (made, name) => addTransition(made, { name, from: "a", to: "b" }, name),
      { ...doc(), transitions: [] } as Doc,
    );
  const shown = (...ids: string[]) => ways().transitions.filter((one) => ids.includes(one.id));

  it.each([
    ["before another", "Three", "One", undefined, ["Three", "One", "Two", "Four"]],
    ["at the end", "Two", null, undefined, ["One", "Three", "Four", "Two"]],
    ["behind the last that is listed", "One", null, ["One", "Three"], ["Two", "Three", "One", "Four"]],
    ["before one that is listed", "Four", "Two", ["Two", "Four"], ["One", "Four", "Two", "Three"]],
  ])("is changed: %s", (_, id, before, listed, order) => {
    expect(names(moveTransition(ways(), id, before, listed && shown(...listed)).transitions)).toEqual(order);
  });

  it("stays where nothing listed would change its place", () => {
    const all = ways();

    expect(moveTransition(all, "Four", null, shown("One", "Four"))).toBe(all);
  });
});
