import { expect, it } from "vitest";
import { fold, sums, viewOf, written } from "./compare-lines";
import type { Line } from "./publishing-api";

const line = (kind: Line["kind"], text: string): Line => ({ kind, text, from_line: null, to_line: null });
const same = (n: number) => Array.from({ length: n }, (_, i) => line("same", `${i}`));
const shape = (lines: Line[]) => fold(lines).map((block) => [block.kind, block.lines.length]);

it("folds what is the same but for three lines around a change", () => {
  expect(shape([...same(10), line("added", "x"), ...same(10)])).toEqual([
    ["folded", 7],
    ["lines", 7],
    ["folded", 7],
  ]);
});

it("folds nothing between changes that are close", () => {
  expect(shape([line("removed", "a"), ...same(8), line("added", "b")])).toEqual([
    ["lines", 4],
    ["lines", 2],
    ["lines", 4],
  ]);
});

it("folds everything where nothing changed", () => {
  expect(shape(same(5))).toEqual([["folded", 5]]);
});

it("counts what came and went", () => {
  expect(sums([line("added", "a"), line("removed", "b"), line("added", "c"), ...same(2)])).toEqual({
    added: 2,
    removed: 1,
  });
});

it.each(["4", "3..5", "5..draft"])("reads %s back as it wrote it", (text) => {
  const view = viewOf(text);

  expect(view && written(view)).toBe(text);
});

it.each([undefined, "", "draft", "3..", "x..draft", "draft..3"])("takes %s for no view", (text) => {
  expect(viewOf(text)).toBeNull();
});
