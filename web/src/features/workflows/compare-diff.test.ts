import { expect, it } from "vitest";
import { diff } from "./compare-diff";

const told = (before: string, after: string) =>
  diff(before, after).map((line) => `${{ same: " ", added: "+", removed: "-" }[line.kind]}${line.text}`);

it.each([
  ["the same", "a\nb\n", "a\nb\n", [" a", " b"]],
  ["the same but for the ends of lines", "a\r\nb", "a\nb\n", [" a", " b"]],
  ["a line more", "a\nc", "a\nb\nc", [" a", "+b", " c"]],
  ["a line less", "a\nb\nc", "a\nc", [" a", "-b", " c"]],
  ["another line", "a\nb\nc", "a\nx\nc", [" a", "-b", "+x", " c"]],
  ["something for nothing", "", "a", ["+a"]],
  ["nothing for something", "a", "", ["-a"]],
  ["two places", "a\nb\nc\nd\ne", "a\nx\nc\nd", [" a", "-b", "+x", " c", " d", "-e"]],
])("tells %s", (_, before, after, expected) => {
  expect(told(before, after)).toEqual(expected);
});

it("numbers the lines of both files", () => {
  expect(diff("a\nb\nc", "b\nc\nd").map((line) => [line.from_line, line.to_line])).toEqual([
    [1, null],
    [2, 1],
    [3, 2],
    [null, 3],
  ]);
});
