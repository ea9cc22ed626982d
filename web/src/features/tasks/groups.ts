import type { Task } from "@/lib/types";
import { dayOf } from "@/ui/formats";

export const GROUPS = ["overdue", "today", "week", "later", "someday"] as const;
export type Group = (typeof GROUPS)[number];

/** Where a task that is not done belongs, by the calendar of `zone`: the week is today and the six days after. */
export function groupOf(task: Pick<Task, "due_at">, now: number, zone: string): Group {
  if (!task.due_at) return "someday";
  const at = Date.parse(task.due_at);
  if (at <= now) return "overdue";
  const days = dayOf(at, zone) - dayOf(now, zone);
  return days === 0 ? "today" : days < 7 ? "week" : "later";
}

/** Each group that has something, in their order; inside one the soonest first. */
export function grouped(tasks: readonly Task[], now: number, zone: string): [Group, Task[]][] {
  const soonest = [...tasks].sort((a, b) => (a.due_at ?? "9").localeCompare(b.due_at ?? "9"));
  return GROUPS.map((group): [Group, Task[]] => [
    group,
    soonest.filter((task) => groupOf(task, now, zone) === group),
  ]).filter(([, found]) => found.length > 0);
}
