import { describe, expect, it } from "vitest";
import { fits, searched } from "./searched";

const ada = { value: "1", label: "Ada Roy" };
const etienne = { value: "2", label: "Étienne Gagnon" };
const people = [{ group: "People", items: [ada, etienne] }];

describe("a name and what is typed", () => {
  it.each([
    ["Étienne Gagnon", "etienne", true],
    ["Ada Roy", "É", false],
    ["Ada Roy", " ROY ", true],
    ["Ada Roy", "", true],
  ])("%s with “%s”: %s", (name, typed, is) => {
    expect(fits(name, typed)).toBe(is);
  });
});

describe("a list that the server searches", () => {
  it("shows all of its answer, also what fits by what is not shown", () => {
    expect(searched(true)({ options: people, search: "ada@", limit: 10 })).toEqual(people);
  });
  it("offers nobody else while the answer is on its way", () => {
    expect(searched(false)({ options: [ada, ...people], search: "eti", limit: 10 })).toEqual([
      { group: "People", items: [etienne] },
    ]);
  });
});
