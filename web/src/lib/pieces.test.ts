import { expect, it } from "vitest";
import { piecesOf } from "./pieces";

it("cuts many into pieces and loses none", () => {
  expect(piecesOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(piecesOf([], 2)).toEqual([]);
});
