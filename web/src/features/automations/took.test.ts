import { expect, it } from "vitest";
import { tookOf } from "./took";

it.each([
  [0.2, "under", 0],
  [1, "seconds", 1],
  [119, "seconds", 119],
  [120, "minutes", 2],
  [7200, "hours", 2],
  [172_800, "days", 2],
  [-5, "under", 0],
])("%d s took %s %d", (seconds, key, count) => {
  const from = "2026-11-22T10:00:00Z";
  const to = new Date(Date.parse(from) + seconds * 1000).toISOString();

  expect(tookOf(from, to)).toEqual({ key, count });
});
