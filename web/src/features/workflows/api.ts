import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import type { Schemas } from "@/lib/types";
import type { Written } from "./document";
import type { Draft, Finding } from "./publishing-api";

export type WorkflowLine = Schemas["WorkflowOut"];
export type Workflow = Schemas["WorkflowDetailOut"];

const at = (workflow_id: string) => ({ params: { path: { workflow_id } } });
// The draft's document is read tolerantly, so the schema knows it only as an object.
const loose = (document: object) => document as { [key: string]: unknown };

export const draftKey = (id: string) => [...keys.workflows, id, "draft"] as const;

export const workflowsQuery = queryOptions({
  queryKey: keys.workflows,
  queryFn: async ({ signal }) => unwrap(await api.GET("/api/v1/workflows", { signal })),
});

export const workflowQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.workflows, id],
    queryFn: async ({ signal }) =>
      unwrap(await api.GET("/api/v1/workflows/{workflow_id}", { ...at(id), signal })),
  });

export const draftQuery = (id: string) =>
  queryOptions({
    queryKey: draftKey(id),
    queryFn: async ({ signal }) =>
      unwrap(await api.GET("/api/v1/workflows/{workflow_id}/draft", { ...at(id), signal })),
  });

export const saveDraft = async (id: string, document: Written, revision: number): Promise<Draft> =>
  unwrap(
    await api.PUT("/api/v1/workflows/{workflow_id}/draft", {
      ...at(id),
      body: { document: loose(document), revision },
    }),
  );

export const resetDraft = async (id: string, revision: number): Promise<Draft> =>
  unwrap(await api.POST("/api/v1/workflows/{workflow_id}/draft/reset", { ...at(id), body: { revision } }));

export const checkDraft = async (id: string, document: Written, signal: AbortSignal): Promise<Finding[]> =>
  unwrap(
    await api.POST("/api/v1/workflows/{workflow_id}/draft/check", {
      ...at(id),
      body: { document: loose(document) },
      signal,
    }),
  ).findings;

/** Only a draft: teams can choose it once it is published. */
export const makeWorkflow = async (name: string, document?: object): Promise<Workflow> =>
  unwrap(
    await api.POST("/api/v1/workflows", {
      body: { name, draft: true, ...(document && { document: loose(document) }) },
    }),
  );

export const deleteWorkflow = async (id: string): Promise<unknown> =>
  unwrap(await api.DELETE("/api/v1/workflows/{workflow_id}", at(id)));
