import { expect, it } from "vitest";
import { byFile, percentOf, retarget } from "./words";

const line = (column: string, target: string, file = "deals.csv") => ({
  file,
  column,
  target,
  sample: [],
  note: "",
});
const mapping = [line("Deal", "title"), line("Name", ""), line("Name", "title", "other.csv")];

it("takes a target from the column of the same file that had it", () => {
  expect(retarget(mapping, line("Name", ""), "title")).toEqual([
    { file: "deals.csv", column: "Deal", target: "" },
    { file: "deals.csv", column: "Name", target: "title" },
  ]);
});

it("leaves a column out without touching another", () => {
  expect(retarget(mapping, line("Deal", "title"), "")).toEqual([
    { file: "deals.csv", column: "Deal", target: "" },
  ]);
});

it("keeps files and columns in their order", () => {
  expect(byFile(mapping).map(([file, lines]) => [file, lines.length])).toEqual([
    ["deals.csv", 2],
    ["other.csv", 1],
  ]);
});

it.each([
  [0, 0, 0],
  [1, 3, 33],
  [5, 3, 100],
])("says that %i of %i is %i percent", (done, total, percent) => {
  expect(percentOf({ done, total })).toBe(percent);
});
