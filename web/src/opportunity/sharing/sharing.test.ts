import { describe, expect, it } from "vitest";
import { fromWall } from "@/ui/formats";
import { clocksOf } from "./clocks";
import { bodyOf, choicesOf, wordsOf } from "./lasting";
import { endsSoon, leftOf, lengthOf, partLeft, standing } from "./left";

const at = (iso: string): number => Date.parse(iso);
const madrid = (wall: string) => fromWall(wall, "Europe/Madrid");

describe("for how long", () => {
  it.each([
    [{ kind: "for", amount: 1, unit: "hours" }, { minutes: 60 }],
    [{ kind: "for", amount: 7, unit: "days" }, { days: 7 }],
    [{ kind: "custom", amount: 45, unit: "minutes" }, { minutes: 45 }],
    [{ kind: "custom", amount: 3, unit: "hours" }, { minutes: 180 }],
    [{ kind: "custom", amount: 2, unit: "days" }, { days: 2 }],
    [{ kind: "custom", amount: null, unit: "days" }, null],
    [{ kind: "custom", amount: 0, unit: "days" }, null],
    [{ kind: "custom", amount: 1.5, unit: "hours" }, null],
    [{ kind: "until", wall: "2026-07-01 09:00:00" }, { ends_at: "2026-07-01T07:00:00Z" }],
    [{ kind: "until", wall: "2026-03-29 02:30:00" }, "skipped"],
    [{ kind: "until", wall: null }, null],
  ] as const)("sends %o as %o (S1)", (lasting, body) => {
    expect(bodyOf(lasting, madrid)).toEqual(body);
  });
  it("offers nothing longer than the organization allows, and its own default", () => {
    expect(choicesOf({ default_days: 14, maximum_days: 30 }).map(wordsOf)).toEqual([
      { key: "share.for_hours", count: 1 },
      { key: "share.for_days", count: 1 },
      { key: "share.for_days", count: 3 },
      { key: "share.for_weeks", count: 1 },
      { key: "share.for_weeks", count: 2 },
    ]);
  });
});

describe("the whole length of a share", () => {
  it.each([
    ["2026-11-22T10:00:00Z", "2026-11-25T10:00:00Z", "share.for_days", 3],
    ["2026-10-24T10:00:00Z", "2026-10-25T11:00:00Z", "share.for_days", 1],
    ["2026-11-22T10:00:00Z", "2026-11-24T17:30:00Z", "share.for_days", 2],
    ["2026-11-22T10:00:00Z", "2026-11-22T14:00:00Z", "share.for_hours", 4],
    ["2026-11-22T10:00:00Z", "2026-11-22T11:30:00Z", "share.for_minutes", 90],
    ["2026-11-22T10:00:00Z", "2026-11-22T10:00:20Z", "share.for_minutes", 1],
  ] as const)("from %s to %s is %s of %i", (starts_at, ends_at, key, count) => {
    expect(lengthOf({ starts_at, ends_at })).toEqual({ key, count });
  });
});

describe("where a share stands", () => {
  const share = {
    status: "completed",
    state: "active",
    starts_at: "2026-11-22T10:00:00Z",
    ends_at: "2026-11-22T14:00:00Z",
  } as const;
  it.each([
    ["2026-11-22T09:59:59Z", "scheduled", 1],
    ["2026-11-22T10:00:00Z", "active", 1],
    ["2026-11-22T13:00:00Z", "active", 0.25],
    ["2026-11-22T13:59:59.999Z", "active", 0],
    ["2026-11-22T14:00:00Z", "expired", 0],
  ] as const)("at %s is %s", (when, state, left) => {
    expect([standing(share, at(when)), Math.round(partLeft(share, at(when)) * 100) / 100]).toEqual([
      state,
      left,
    ]);
  });
  it.each(["stopped", "expired"] as const)("stays %s, whatever the clock says", (state) => {
    expect(standing({ ...share, state }, at("2026-11-22T11:00:00Z"))).toBe(state);
  });
  it.each(["processing", "failed"] as const)("is %s while there is no grant", (status) => {
    expect(standing({ ...share, status, state: null }, at("2026-11-22T11:00:00Z"))).toBe(status);
  });
  it("ends soon when a quarter is left, as the warning says (S9)", () => {
    expect(["12:59:59", "13:00:00"].map((time) => endsSoon(share, at(`2026-11-22T${time}Z`)))).toEqual([
      false,
      true,
    ]);
  });
});

describe("what is left", () => {
  const end = at("2026-11-22T14:00:00Z");
  it.each([
    [90 * 86_400_000, "share.left_days", 90],
    [48 * 3_600_000 - 1_000, "share.left_days", 2],
    [47 * 3_600_000, "share.left_hours", 47],
    [2 * 3_600_000, "share.left_hours", 2],
    [119 * 60_000, "share.left_minutes", 119],
    [600_001, "share.left_minutes", 10],
    [600_000, "share.left_clock", 600],
    [1, "share.left_clock", 1],
    [0, "share.left_clock", 0],
    [-5, "share.left_clock", 0],
  ])("of %i ms is %s %i", (ms, key, count) => {
    expect(leftOf(end, end - ms)).toMatchObject({ key, count });
  });
  it("counts the seconds like a clock", () => {
    expect([65_000, 5_000].map((ms) => leftOf(end, end - ms).clock)).toEqual(["1:05", "0:05"]);
  });
});

describe("whose clock", () => {
  const span = { starts_at: "2026-11-22T10:00:00Z", ends_at: "2026-11-29T10:00:00Z" };
  it("says it once where both clocks show the same", () => {
    expect(clocksOf(span, ["America/Toronto", "America/Montreal", null], "en").map((c) => c.zone)).toEqual([
      "America/Toronto",
    ]);
  });
  it("says it by both where they differ", () => {
    expect(clocksOf(span, ["America/Toronto", "Europe/Madrid"], "en")).toEqual([
      { zone: "America/Toronto", starts: "Sun, Nov 22, 05:00", ends: "Sun, Nov 29, 05:00" },
      { zone: "Europe/Madrid", starts: "Sun, Nov 22, 11:00", ends: "Sun, Nov 29, 11:00" },
    ]);
  });
});
