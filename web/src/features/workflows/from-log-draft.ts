import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ApiError, api, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import type { Ref } from "@/lib/types";
import { draftQuery, makeWorkflow } from "./api";
import { discover, type LogOptions } from "./logs-api";
import type { Draft } from "./publishing-api";

type Wanted = { file: File; options: LogOptions; min: number; name: string };
type Made = { workflow: Ref; draft: Draft | null };

/** The log becomes a workflow of its own, or the draft of one that is there, which keeps its name. */
export const useMakeDraft = (
  workflow: Ref | undefined,
  done: (workflow: Ref, draft: Draft | null) => void,
) => {
  const queries = useQueryClient();
  return useMutation<Made, ApiError, Wanted>({
    mutationFn: async ({ file, options, min, name }) => {
      const { document } = await discover({ file, options, min });
      if (!workflow) {
        const { id, name: called } = await makeWorkflow(name, { ...document, workflow: name });
        return { workflow: { id, name: called }, draft: null };
      }
      const { revision } = await queries.fetchQuery({ ...draftQuery(workflow.id), staleTime: 0 });
      const draft = unwrap(
        await api.PUT("/api/v1/workflows/{workflow_id}/draft", {
          params: { path: { workflow_id: workflow.id } },
          body: { document: { ...document, workflow: workflow.name }, revision },
        }),
      );
      return { workflow, draft };
    },
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: keys.workflows });
      done(made.workflow, made.draft);
    },
  });
};
