import { expect, it } from "vitest";
import type { Task } from "@/lib/types";
import { grouped, groupOf } from "./groups";

// Saturday, 21 November 2026, 23:30 in Madrid.
const NOW = Date.parse("2026-11-21T22:30:00Z");
const ZONE = "Europe/Madrid";

it.each([
  ["2026-11-21T22:30:00Z", "overdue"],
  ["2026-11-20T09:00:00Z", "overdue"],
  ["2026-11-21T22:45:00Z", "today"],
  ["2026-11-21T23:15:00Z", "week"],
  ["2026-11-27T22:59:00Z", "week"],
  ["2026-11-27T23:01:00Z", "later"],
  [null, "someday"],
])("puts what is due %s under %s", (due_at, group) => {
  expect(groupOf({ due_at }, NOW, ZONE)).toBe(group);
});

it("leaves out empty groups and puts the soonest first", () => {
  const task = (id: string, due_at: string | null) => ({ id, due_at }) as Task;

  const found = grouped(
    [task("c", null), task("b", "2026-11-20T09:00:00Z"), task("a", "2026-11-19T09:00:00Z")],
    NOW,
    ZONE,
  );

  expect(found.map(([group, tasks]) => [group, tasks.map((x) => x.id)])).toEqual([
    ["overdue", ["a", "b"]],
    ["someday", ["c"]],
  ]);
});
