import { expect, it } from "vitest";
import type { Task } from "@/lib/types";
import { withTask } from "./api";

const task = (id: string, done_at: string | null = null) => ({ id, done_at, title: id }) as Task;
const list = (...items: Task[]) => ({
  pages: [{ items, access_changes_at: null as string | null, next_cursor: null as string | null }],
  pageParams: [""],
});
const ids = (data: ReturnType<typeof withTask>) => data.pages.flatMap((page) => page.items.map((x) => x.id));

it("takes a ticked task out of the open list and puts it first among the done", () => {
  const ticked = task("b", "2026-11-21T10:00:00Z");

  expect(ids(withTask(list(task("a"), task("b")), ticked, { isDoneList: false }))).toEqual(["a"]);
  expect(ids(withTask(list(task("c", "x")), ticked, { isDoneList: true }))).toEqual(["b", "c"]);
});

it("changes a task in its place", () => {
  const changed = withTask(list(task("a"), task("b")), { ...task("a"), title: "new" }, { isDoneList: false });

  expect(changed.pages[0]?.items.map((x) => x.title)).toEqual(["new", "b"]);
});
