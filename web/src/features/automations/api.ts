import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import type { Recipe } from "./recipe";
import { write } from "./recipe";
import type { Detail, Finding, RunState, Tried } from "./shapes";

const at = (automation_id: string) => ({ params: { path: { automation_id } } });
// A recipe is JSON by what may stand in it; the schema knows documents only as objects.
const written = (recipe: Recipe) => write(recipe) as never;

export const automationsQuery = queryOptions({
  queryKey: keys.automationList,
  queryFn: async ({ signal }) => unwrap(await api.GET("/api/v1/automations", { signal })),
});

export const automationKey = (id: string) => [...keys.automations, id] as const;

export const automationQuery = (id: string) =>
  queryOptions({
    queryKey: automationKey(id),
    queryFn: async ({ signal }) =>
      unwrap(await api.GET("/api/v1/automations/{automation_id}", { ...at(id), signal })),
  });

export const wordsQuery = queryOptions({
  queryKey: [...keys.automations, "vocabulary"],
  queryFn: async ({ signal }) => unwrap(await api.GET("/api/v1/automations/vocabulary", { signal })),
});

export const makeAutomation = async (name: string, recipe: Recipe): Promise<Detail> =>
  unwrap(await api.POST("/api/v1/automations", { body: { name, document: written(recipe) } }));

export const renameAutomation = async (id: string, name: string): Promise<Detail> =>
  unwrap(await api.PATCH("/api/v1/automations/{automation_id}", { ...at(id), body: { name } }));

export const deleteAutomation = async (id: string): Promise<unknown> =>
  unwrap(await api.DELETE("/api/v1/automations/{automation_id}", at(id)));

export const orderAutomations = async (automations: string[]) =>
  unwrap(await api.PUT("/api/v1/automations/order", { body: { automations } }));

export const pauseAutomation = async (id: string): Promise<Detail> =>
  unwrap(await api.POST("/api/v1/automations/{automation_id}/pause", at(id)));

export const resumeAutomation = async (id: string): Promise<Detail> =>
  unwrap(await api.POST("/api/v1/automations/{automation_id}/resume", at(id)));

export const saveDraft = async (id: string, recipe: Recipe, revision: number): Promise<Detail> =>
  unwrap(
    await api.PUT("/api/v1/automations/{automation_id}/draft", {
      ...at(id),
      body: { document: written(recipe), revision },
    }),
  );

export const checkDraft = async (id: string, recipe: Recipe, signal: AbortSignal): Promise<Finding[]> =>
  unwrap(
    await api.POST("/api/v1/automations/{automation_id}/draft/check", {
      ...at(id),
      body: { document: written(recipe) },
      signal,
    }),
  ).findings;

export const publishDraft = async (id: string, revision: number): Promise<Detail> =>
  unwrap(await api.POST("/api/v1/automations/{automation_id}/publish", { ...at(id), body: { revision } }));

export const tryDraft = async (
  id: string,
  days: number,
  recipe: Recipe,
  signal: AbortSignal,
): Promise<Tried> =>
  unwrap(
    await api.POST("/api/v1/automations/{automation_id}/draft/try", {
      ...at(id),
      body: { days, document: written(recipe) },
      signal,
    }),
  );

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: [...automationKey(id), "versions"],
    queryFn: async ({ signal }) =>
      unwrap(await api.GET("/api/v1/automations/{automation_id}/versions", { ...at(id), signal })),
  });

export const versionQuery = (id: string, number: number) =>
  queryOptions({
    queryKey: [...automationKey(id), "versions", number],
    queryFn: async ({ signal }) =>
      unwrap(
        await api.GET("/api/v1/automations/{automation_id}/versions/{number}", {
          params: { path: { automation_id: id, number } },
          signal,
        }),
      ),
    // A published version never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });

export type RunFilter = { states: readonly RunState[]; opportunity: string | undefined };

export const runsQuery = (id: string, { states, opportunity }: RunFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.runs, id, states, opportunity ?? ""],
    queryFn: async ({ signal, pageParam }) =>
      unwrap(
        await api.GET("/api/v1/automations/{automation_id}/runs", {
          params: {
            path: { automation_id: id },
            query: {
              limit: 50,
              ...(states.length > 0 && { state: [...states] }),
              ...(opportunity && { opportunity }),
              ...(pageParam && { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

export const runQuery = (run_id: string) =>
  queryOptions({
    queryKey: [...keys.runs, "one", run_id],
    queryFn: async ({ signal }) =>
      unwrap(await api.GET("/api/v1/automations/runs/{run_id}", { params: { path: { run_id } }, signal })),
  });
