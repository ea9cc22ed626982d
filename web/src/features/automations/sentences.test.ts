import { describe, expect, it } from "vitest";
import { blank, STEPS } from "./recipe";
import { durationOf, filled, isEmptySlot, partsOf, spanOf, stepKey, triggerKey } from "./sentences";

it("cuts a sentence into words and slots", () => {
  expect(partsOf("Share it with [to] for [duration].")).toEqual([
    { text: "Share it with " },
    { slot: "to" },
    { text: " for " },
    { slot: "duration" },
    { text: "." },
  ]);
  expect(filled("[a] and [b]", (slot) => slot.toUpperCase())).toBe("A and B");
});

describe("a duration", () => {
  it.each([
    [{ minutes: 30 }, { count: 30, unit: "minutes" }],
    [{ minutes: 90 }, { count: 90, unit: "minutes" }],
    [{ minutes: 120 }, { count: 2, unit: "hours" }],
    [{ days: 14 }, { count: 14, unit: "days" }],
  ] as const)("%o reads as %o and is written alike", (duration, span) => {
    expect(spanOf(duration)).toEqual(span);
    expect(durationOf(span)).toEqual(duration);
  });

  it("of weeks is one of days; none is none", () => {
    expect(durationOf({ count: 2, unit: "weeks" })).toEqual({ days: 14 });
    expect(spanOf({})).toBeNull();
  });
});

it("has a sentence for each rhythm, and for taking the owner away", () => {
  expect(triggerKey({ type: "schedule", every: "week" })).toBe("schedule_week");
  expect(triggerKey({ type: "task_done" })).toBe("task_done");
  expect(stepKey({ ...blank("set_owner", "x"), member: null })).toBe("set_owner_none");
});

describe("a slot is empty", () => {
  it.each([
    ["share", "to"],
    ["set_fields", "fields"],
    ["move", "target"],
    ["create_task", "title"],
    ["log_activity", "type"],
    ["add_note", "text"],
    ["notify", "text"],
    ["webhook", "url"],
  ] as const)("of a new %s: %s", (what, slot) => {
    expect(STEPS).toContain(what);
    expect(isEmptySlot(blank(what, "x"), slot)).toBe(true);
  });

  it.each([
    ["share", "duration"],
    ["stop_sharing", "whose"],
    ["wait", "duration"],
    ["notify", "to"],
    ["set_owner", "owner"],
    ["log_activity", "text"],
  ] as const)("not where a new %s has its usual %s", (what, slot) => {
    expect(isEmptySlot(blank(what, "x"), slot)).toBe(false);
  });
});
