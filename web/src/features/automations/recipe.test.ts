import { describe, expect, it } from "vitest";
import {
  addCondition,
  allSteps,
  blank,
  conditionsOf,
  duplicateStep,
  editCondition,
  editStep,
  fingerprint,
  insertStep,
  moveStep,
  placesOf,
  type Recipe,
  read,
  removeStep,
  type Step,
  setConditions,
  steppedPlace,
} from "./recipe";

const note = (id: string): Step => ({ ...blank("add_note", id), text: id });
const branch = (id: string, then: Step[], other: Step[]): Step => ({
  ...blank("branch", id),
  then,
  else: other,
});
const recipe = (...steps: Step[]): Recipe => ({ trigger: { type: "task_done" }, conditions: [], steps });

/** "a b(c|d) e": the steps by name, the arms of a branch in brackets. */
const drawn = (steps: readonly Step[]): string =>
  steps
    .map((one) =>
      one.do === "branch" ? `${one.id}(${drawn(one.then ?? [])}|${drawn(one.else ?? [])})` : one.id,
    )
    .join(" ");
const SOME = recipe(note("a"), branch("b", [note("c")], [note("d")]), note("e"));

describe("the steps of a recipe", () => {
  it("are read in the order in which they are shown", () => {
    expect(drawn(SOME.steps)).toBe("a b(c|d) e");
    expect(allSteps(SOME.steps).map((one) => one.id)).toEqual(["a", "b", "c", "d", "e"]);
  });

  it.each([
    [{ branch: null, arm: "then", before: "a" }, "x a b(c|d) e"],
    [{ branch: null, arm: "then", before: null }, "a b(c|d) e x"],
    [{ branch: "b", arm: "then", before: null }, "a b(c x|d) e"],
    [{ branch: "b", arm: "else", before: "d" }, "a b(c|x d) e"],
  ] as const)("take another at %o", (place, after) => {
    expect(drawn(insertStep(SOME, note("x"), place).steps)).toBe(after);
  });

  it.each([
    ["a", "b(c|d) e"],
    ["d", "a b(c|) e"],
    ["b", "a e"],
    ["nobody", "a b(c|d) e"],
  ])("lose %s", (id, after) => {
    expect(drawn(removeStep(SOME, id).steps)).toBe(after);
  });

  it("stand twice where one is duplicated, each with an id of its own", () => {
    let made = 0;
    const twice = duplicateStep(SOME, "b", () => `n${made++}`);

    expect(drawn(twice.steps)).toBe("a b(c|d) n0(n1|n2) e");
    expect(new Set(allSteps(twice.steps).map((one) => one.id)).size).toBe(8);
  });

  it("stay as they are where a branch would move into itself", () => {
    expect(moveStep(SOME, "b", { branch: "b", arm: "then", before: null })).toBe(SOME);
  });

  it("are as many places plus one for each list", () => {
    expect(placesOf(SOME.steps)).toHaveLength(5 + 3);
  });

  it("walk down through the arms of a branch, and up again the same way", () => {
    const seen: string[] = [];
    let now = SOME;
    for (let place = steppedPlace(now, "a", "down"); place; place = steppedPlace(now, "a", "down")) {
      now = moveStep(now, "a", place);
      seen.push(drawn(now.steps));
    }
    expect(seen).toEqual([
      "b(a c|d) e",
      "b(c a|d) e",
      "b(c|a d) e",
      "b(c|d a) e",
      "b(c|d) a e",
      "b(c|d) e a",
    ]);
    const back: string[] = [];
    for (let place = steppedPlace(now, "a", "up"); place; place = steppedPlace(now, "a", "up")) {
      now = moveStep(now, "a", place);
      back.push(drawn(now.steps));
    }
    expect(back).toEqual([...seen.slice(0, -1).reverse(), "a b(c|d) e"]);
  });

  it("are changed wherever they stand, and lose what is taken away", () => {
    const changed = editStep(SOME, "d", { text: "new", type: undefined });

    expect(allSteps(changed.steps).find((one) => one.id === "d")).toEqual({
      id: "d",
      do: "add_note",
      text: "new",
    });
  });
});

describe("conditions", () => {
  const list = [{ field: "amount", op: "ge", value: "1" }, { any: [{ field: "title", op: "empty" }] }];

  it("belong to the recipe, or to a branch", () => {
    const of = setConditions(SOME, "b", list);

    expect(conditionsOf(of, "b")).toEqual(list);
    expect(conditionsOf(of, null)).toEqual([]);
    expect(conditionsOf(setConditions(SOME, null, list), null)).toEqual(list);
  });

  it("are added to the list, or to a group", () => {
    const one = { field: "team", op: "is", value: "x" };

    expect(addCondition(list, [], one)).toEqual([...list, one]);
    expect(addCondition(list, [1], one)[1]).toEqual({ any: [{ field: "title", op: "empty" }, one] });
  });

  it("are changed and removed by their path; an empty group goes too", () => {
    expect(editCondition(list, [0], (one) => ({ ...one, op: "le" }))[0]).toMatchObject({ op: "le" });
    expect(editCondition(list, [1, 0], () => null)).toEqual([list[0]]);
    expect(editCondition(list, [0], () => null)).toEqual([list[1]]);
  });
});

it("reads what lacks its parts", () => {
  expect(read({})).toEqual({ trigger: { type: "" }, conditions: [], steps: [] });
});

it("says the same whatever the order of the words", () => {
  const one = { trigger: { type: "x", team: "t" }, conditions: [], steps: [] };
  const other = { steps: [], conditions: [], trigger: { team: "t", type: "x" } };

  expect(fingerprint(one)).toBe(fingerprint(other));
});
