import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type InfiniteData, infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ApiError, api, unwrap } from "@/lib/client";
import { serverNow } from "@/lib/clock";
import { keys } from "@/lib/keys";
import type { Schemas, Task } from "@/lib/types";
import { announce } from "@/ui/announce";
import { useProblem } from "@/ui/useProblem";

const UNDO_FOR = 8000;
type Pages = InfiniteData<Schemas["TasksOut"]>;

export const tasksQuery = (mine: boolean, done: boolean) =>
  infiniteQueryOptions({
    queryKey: [...keys.tasks, mine ? "mine" : "all", done ? "done" : "open"],
    queryFn: async ({ signal, pageParam }) =>
      unwrap(
        await api.GET("/api/v1/tasks", {
          params: { query: { mine, done, limit: 100, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

/** A change to a task shows at once in every list, and is taken back when refused. */
function useEdit() {
  const queries = useQueryClient();
  const { t } = useTranslation();
  const problem = useProblem();
  return useMutation<
    Task,
    ApiError,
    { task: Task; change: Schemas["TaskEditIn"] },
    [readonly unknown[], unknown][]
  >({
    mutationFn: async ({ task, change }) =>
      unwrap(
        await api.PATCH("/api/v1/tasks/{task_id}", { params: { path: { task_id: task.id } }, body: change }),
      ),
    onMutate: async ({ task, change }) => {
      await queries.cancelQueries({ queryKey: keys.tasks });
      const before = queries.getQueriesData<Pages>({ queryKey: keys.tasks });
      const { done, ...rest } = change;
      const done_at = done ? new Date(serverNow()).toISOString() : null;
      const next = { ...task, ...rest, ...(done === undefined || done === null ? {} : { done_at }) } as Task;
      for (const [key, data] of before)
        if (data) queries.setQueryData(key, withTask(data, next, { isDoneList: key.at(-1) === "done" }));
      return before as [readonly unknown[], unknown][];
    },
    onSuccess: () => announce(t("common.saved")),
    onError: (error, _, before) => {
      for (const [key, data] of before ?? []) queries.setQueryData(key, data);
      notifications.show({ color: "red", title: t("common.not_saved"), message: problem(error) });
    },
    onSettled: (_, __, { task }) => {
      void queries.invalidateQueries({ queryKey: keys.tasks });
      void queries.invalidateQueries({ queryKey: keys.opportunityTasks(task.opportunity.id) });
      void queries.invalidateQueries({ queryKey: keys.timeline(task.opportunity.id) });
    },
  });
}

/** The list with the task as it is now, if it belongs there: a list shows either what is done or what is not. */
export function withTask(data: Pages, task: Task, { isDoneList }: { isDoneList: boolean }): Pages {
  const belongs = !!task.done_at === isDoneList;
  const isThere = data.pages.some((page) => page.items.some((x) => x.id === task.id));
  return {
    ...data,
    pages: data.pages.map((page, i) => {
      const items = page.items
        .filter((x) => belongs || x.id !== task.id)
        .map((x) => (x.id === task.id ? task : x));
      return { ...page, items: belongs && !isThere && i === 0 ? [task, ...items] : items };
    }),
  };
}

/** Ticking says so, and can be taken back for eight seconds. */
export function useTick(): (task: Task, done: boolean) => void {
  const { t } = useTranslation();
  const { mutate } = useEdit();
  return (task, done) => {
    mutate({ task, change: { done } });
    if (!done) return;
    const id = `task-${task.id}`;
    notifications.show({
      id,
      color: "green",
      autoClose: UNDO_FOR,
      closeButtonProps: { "aria-label": t("common.close") },
      message: (
        <span style={{ display: "flex", alignItems: "center", gap: 12 }}>
          <span style={{ flex: 1 }}>{t("todo.ticked", { title: task.title })}</span>
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              notifications.hide(id);
              mutate({ task, change: { done: false } });
            }}
          >
            {t("common.undo")}
          </Button>
        </span>
      ),
    });
  };
}

export function useReschedule(): (task: Task, due_at: string | null) => void {
  const { mutate } = useEdit();
  return (task, due_at) => mutate({ task, change: { due_at } });
}
