import { expect, it } from "vitest";
import { shortcutTimes } from "./shortcut-times";

const times = (iso: string, zone: string) =>
  Object.fromEntries(shortcutTimes(Date.parse(iso), zone).map((s) => [s.key, s.at]));

it("means nine o'clock in the viewer's zone, across a change of clocks", () => {
  expect(times("2026-10-24T20:00:00Z", "Europe/Madrid")).toEqual({
    in_1_hour: "2026-10-24T21:00:00Z",
    tomorrow: "2026-10-25T08:00:00Z",
    monday: "2026-10-26T08:00:00Z",
    in_1_week: "2026-10-31T08:00:00Z",
  });
});

it("takes the next Monday, not today", () => {
  expect(times("2026-11-23T10:00:00Z", "UTC").monday).toBe("2026-11-30T09:00:00Z");
});
