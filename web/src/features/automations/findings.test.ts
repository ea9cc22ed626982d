import { describe, expect, it } from "vitest";
import { pathOf, slotOf } from "./findings";

describe("a finding stands at its slot", () => {
  it.each([
    ["steps.a", "to", "to"],
    ["steps.a", "to.member", "to"],
    ["steps.a", "days", "duration"],
    ["steps.a", "due.days", "due"],
    ["steps.a", "transition", "target"],
    ["steps.a", "member", "owner"],
    ["steps.a", "fields.amount", "fields"],
    ["steps.a", "if.0.value", "conditions"],
    ["steps.a", "", ""],
    ["trigger", "day", "day"],
    ["trigger", "from", "from"],
  ])("%s %s: %s", (place, slot, expected) => {
    expect(slotOf({ place, slot })).toBe(expected);
  });

  it.each([
    ["conditions.2", "value", [2]],
    ["conditions.1", "any.3.field", [1, 3]],
    ["steps.a", "if.0.value", [0]],
    ["steps.a", "if.1.any.0.value", [1, 0]],
    ["conditions.0", "", [0]],
    ["steps.a", "to", null],
    ["trigger", "team", null],
  ])("%s %s: condition %j", (place, slot, expected) => {
    expect(pathOf({ place, slot })).toEqual(expected);
  });
});
