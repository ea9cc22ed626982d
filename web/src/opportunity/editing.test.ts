import { expect, it } from "vitest";
import { changes, clashes, patchOf, rebase, type Values } from "./editing";

const START: Values = {
  description: "old",
  owner: "ada",
  step: "s1",
  "attributes.need": null,
  "attributes.tags": ["x"],
};

it("sends only what changed", () => {
  const mine = { ...START, "attributes.need": "Storage", "attributes.tags": ["x"], owner: null };

  expect(patchOf(START, mine, 3)).toEqual({
    revision: 3,
    owner: null,
    attributes: { need: "Storage" },
  });
});

it("sends a reason only with a move", () => {
  expect(patchOf(START, { ...START, description: null }, 3, { reason: "Price" })).toEqual({
    revision: 3,
    description: "",
  });
  expect(patchOf(START, { ...START, step: "lost" }, 3, { reason: "Price" })).toEqual({
    revision: 3,
    step: "lost",
    reason: "Price",
  });
  expect(patchOf(START, { ...START, step: "lost" }, 3, { reason: "Price", transition: "t1" })).toEqual({
    revision: 3,
    transition: "t1",
    reason: "Price",
  });
});

it("asks only about what both changed, differently", () => {
  const mine = { ...START, description: "mine", owner: "ben", "attributes.need": "same" };
  const theirs = { ...START, description: "theirs", step: "s2", "attributes.need": "same" };

  expect(clashes(START, mine, theirs)).toEqual([{ name: "description", mine: "mine", theirs: "theirs" }]);
  expect(rebase(START, mine, theirs)).toEqual({
    ...START,
    description: "mine",
    owner: "ben",
    step: "s2",
    "attributes.need": "same",
  });
});

it("sees no change between nothing and nothing", () => {
  expect(changes({ a: null }, { a: undefined })).toEqual([]);
});
