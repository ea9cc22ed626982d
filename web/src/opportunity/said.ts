import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import type { Schemas, Task } from "@/lib/types";
import { announce } from "@/ui/announce";
import { useProblem } from "@/ui/useProblem";
import { lookAgain } from "./gone";

const path = (opportunity_id: string) => ({ params: { path: { opportunity_id } } });

/** A change to what hangs on an opportunity: notes, activities, tasks. None of them raises its revision (B5). */
function useSaid<V>(id: string, send: (value: V) => Promise<unknown>) {
  const queries = useQueryClient();
  const { t } = useTranslation();
  const problem = useProblem();
  return useMutation({
    mutationFn: send,
    onSuccess: () => {
      announce(t("common.saved"));
      void queries.invalidateQueries({ queryKey: keys.timeline(id) });
      void queries.invalidateQueries({ queryKey: keys.opportunityTasks(id) });
      return queries.invalidateQueries({ queryKey: keys.tasks });
    },
    onError: (error) => {
      void lookAgain(queries, id);
      notifications.show({ color: "red", title: t("common.not_saved"), message: problem(error) });
    },
  });
}

export const useAddNote = (id: string) =>
  useSaid(id, async (text: string) =>
    unwrap(await api.POST("/api/v1/opportunities/{opportunity_id}/notes", { ...path(id), body: { text } })),
  );

export const useEditNote = (id: string) =>
  useSaid(id, async ({ note_id, text }: { note_id: string; text: string }) =>
    unwrap(await api.PATCH("/api/v1/notes/{note_id}", { params: { path: { note_id } }, body: { text } })),
  );

export const useDeleteNote = (id: string) =>
  useSaid(id, async (note_id: string) =>
    unwrap(await api.DELETE("/api/v1/notes/{note_id}", { params: { path: { note_id } } })),
  );

/** The kinds of activity that automations wait for: a kind is easier to choose than to spell. */
export function useAwaitedTypes(asked: boolean): string[] {
  const { data } = useQuery({
    queryKey: keys.activityTypes,
    queryFn: async ({ signal }) => unwrap(await api.GET("/api/v1/activity-types", { signal })).types,
    staleTime: 60_000,
    enabled: asked,
  });
  return data ?? [];
}

export const useAddActivity = (id: string) =>
  useSaid(id, async (body: { type: string; text: string }) =>
    unwrap(await api.POST("/api/v1/opportunities/{opportunity_id}/activities", { ...path(id), body })),
  );

export const useAddTask = (id: string) =>
  useSaid(id, async (body: Schemas["TaskIn"]) =>
    unwrap(await api.POST("/api/v1/opportunities/{opportunity_id}/tasks", { ...path(id), body })),
  );

export const useDeleteTask = (id: string) =>
  useSaid(id, async (task_id: string) =>
    unwrap(await api.DELETE("/api/v1/tasks/{task_id}", { params: { path: { task_id } } })),
  );

/** Ticking a task shows at once. */
export function useTickTask(id: string) {
  const queries = useQueryClient();
  const tick = useSaid(id, async ({ task, done }: { task: Task; done: boolean }) =>
    unwrap(
      await api.PATCH("/api/v1/tasks/{task_id}", { params: { path: { task_id: task.id } }, body: { done } }),
    ),
  );
  return (task: Task, done: boolean) => {
    void queries.cancelQueries({ queryKey: keys.opportunityTasks(id) }); // what was asked for before would untick it
    queries.setQueryData<{ items: Task[] }>(
      keys.opportunityTasks(id),
      (list) =>
        list && {
          ...list,
          items: list.items.map((x) =>
            x.id === task.id ? { ...x, done_at: done ? new Date().toISOString() : null } : x,
          ),
        },
    );
    tick.mutate({ task, done });
  };
}
