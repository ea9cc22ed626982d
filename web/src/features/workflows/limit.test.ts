import { expect, it } from "vitest";
import { limitOf, limitParts } from "./limit";
import { LIMIT } from "./problems";

it.each([
  ["3", "day", "3 days"],
  ["1", "week", "1 week"],
  ["007", "hour", "7 hours"],
])("keeps %s %s as %s", (typed, unit, limit) => {
  expect(limitOf(typed, unit)).toBe(limit);
  expect(limit).toMatch(LIMIT);
  expect(limitParts(limit)).toEqual({ number: String(Number(typed)), unit });
});

it.each(["1.5", "0", "-1", "10000"])("keeps %s as it was typed, which no workflow takes", (typed) => {
  const limit = limitOf(typed, "day");

  expect(limit).not.toMatch(LIMIT);
  expect(limitParts(limit)).toEqual({ number: typed, unit: "day" });
});

it("has no limit where nothing is typed", () => {
  expect([limitOf(null, "day"), limitOf("", "day")]).toEqual([null, null]);
  expect(limitParts(null)).toEqual({ number: "", unit: "day" });
});
