import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { type ApiError, api, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import type { Schemas } from "@/lib/types";
import type { StepMap } from "./publish-map";

export type Finding = Schemas["FindingOut"];
export type DraftDocument = Schemas["DocumentOut"];
export type Draft = Schemas["DraftOut"];
export type Published = Schemas["Published"];
export type Simulation = Schemas["SimulationOut"];
export type StepLeft = Schemas["RemovedStep"];
export type VersionLine = Schemas["VersionOut"];
export type Version = Schemas["VersionDetailOut"];
export type Line = Schemas["LineOut"];
export type Change = Schemas["ChangeOut"];
export type Checked = Schemas["CheckOut"];
export type Comparison = Schemas["CompareOut"];

const path = (workflow_id: string) => ({ path: { workflow_id } });

export const simulationQuery = (workflow: string, draft: Draft, days: number, map: StepMap) =>
  queryOptions({
    queryKey: [...keys.workflows, workflow, "simulation", draft.revision, days, map],
    queryFn: async ({ signal }) =>
      unwrap(
        await api.POST("/api/v1/workflows/{workflow_id}/draft/simulate", {
          params: path(workflow),
          body: { days, map },
          signal,
        }),
      ),
    // Opportunities move while one looks: nothing is kept but what stands on the screen.
    gcTime: 0,
    placeholderData: keepPreviousData,
  });

export const compareQuery = (workflow: string, from: number, to: number | "draft", revision?: number) =>
  queryOptions({
    queryKey: [...keys.workflows, workflow, "compare", from, to, revision ?? 0],
    queryFn: async ({ signal }) =>
      unwrap(
        await api.GET("/api/v1/workflows/{workflow_id}/compare", {
          params: { ...path(workflow), query: { from: String(from), to: String(to) } },
          signal,
        }),
      ),
  });

export const versionsQuery = (workflow: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.workflows, workflow, "versions"],
    queryFn: async ({ signal, pageParam }) =>
      unwrap(
        await api.GET("/api/v1/workflows/{workflow_id}/versions", {
          params: { ...path(workflow), query: { limit: 100, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

export const versionQuery = (workflow: string, number: number) =>
  queryOptions({
    queryKey: [...keys.workflows, workflow, "versions", number],
    queryFn: async ({ signal }) =>
      unwrap(
        await api.GET("/api/v1/workflows/{workflow_id}/versions/{number}", {
          params: { path: { workflow_id: workflow, number } },
          signal,
        }),
      ),
    // A published version never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });

/** A file, read and checked but not kept; a refusal names the lines. */
export const checkFileQuery = (workflow: string, text: string) =>
  queryOptions({
    queryKey: [...keys.workflows, workflow, "check", text],
    queryFn: async ({ signal }) =>
      unwrap(
        await api.POST("/api/v1/workflows/{workflow_id}/draft/check", {
          params: path(workflow),
          body: { text },
          signal,
        }),
      ),
    gcTime: 0,
  });

export const draftFileQuery = (workflow: string) =>
  queryOptions({
    queryKey: [...keys.workflows, workflow, "draft", "file"],
    queryFn: async ({ signal }): Promise<string> =>
      unwrap(
        await api.GET("/api/v1/workflows/{workflow_id}/file", {
          params: { ...path(workflow), query: { version: "draft" } },
          parseAs: "text",
          signal,
        }),
      ) as string,
    staleTime: 0,
  });

/** The file as a download; the browser sends the session along. */
export const fileAddress = (workflow: string, version: number | "draft"): string =>
  `/api/v1/workflows/${workflow}/file?version=${version}`;

export const usePublish = (workflow: string, done: (published: Published) => void) => {
  const queries = useQueryClient();
  return useMutation<
    { published: Published },
    ApiError,
    { revision: number; map: StepMap; over: number | null }
  >({
    mutationFn: async ({ revision, map, over }) =>
      unwrap(
        await api.POST("/api/v1/workflows/{workflow_id}/draft/publish", {
          params: path(workflow),
          body: { revision, map, over },
        }),
      ),
    onSuccess: ({ published }) => {
      for (const queryKey of [keys.workflows, keys.boards, ["opportunity"]])
        void queries.invalidateQueries({ queryKey });
      done(published);
    },
  });
};

/** A document becomes the draft; a refusal names the line or the field. */
export const useReplaceDraft = (workflow: string, done: (draft: Draft) => void) => {
  const queries = useQueryClient();
  return useMutation<Draft, ApiError, { document?: DraftDocument; text?: string; revision: number }>({
    mutationFn: async (body) =>
      unwrap(
        await api.PUT("/api/v1/workflows/{workflow_id}/draft", {
          params: path(workflow),
          body: body as never,
        }),
      ),
    onSuccess: (draft) => {
      void queries.invalidateQueries({ queryKey: keys.workflows });
      done(draft);
    },
  });
};

/** A new workflow that is only a draft: no team can choose it before it is published. */
export const useMakeWorkflow = (done: (made: Schemas["WorkflowDetailOut"]) => void) => {
  const queries = useQueryClient();
  return useMutation<
    Schemas["WorkflowDetailOut"],
    ApiError,
    { name: string; document?: DraftDocument; text?: string }
  >({
    mutationFn: async ({ name, ...written }) =>
      unwrap(await api.POST("/api/v1/workflows", { body: { name, ...written, draft: true } as never })),
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: keys.workflows });
      done(made);
    },
  });
};
