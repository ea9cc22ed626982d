import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import type { Board, Opportunity } from "@/lib/types";
import { teamQuery } from "./api";

export const workflowQuery = (workflow_id: string) =>
  queryOptions({
    queryKey: [...keys.workflows, workflow_id],
    queryFn: async ({ signal }) =>
      unwrap(await api.GET("/api/v1/workflows/{workflow_id}", { params: { path: { workflow_id } }, signal })),
  });

/** The stages of an opportunity's funnel in their order: from a board that is open, else from its workflow. */
export function useStages(o: Opportunity): readonly { id: string; name: string; status: string }[] {
  const queries = useQueryClient();
  const boards = queries.getQueriesData<Board>({ queryKey: keys.boards });
  const board = boards.map(([, b]) => b).find((b) => b?.team.id === o.team.id);
  const { data: team } = useQuery({ ...teamQuery(o.team.id), enabled: !board });
  const workflow = useQuery({
    ...workflowQuery(team?.workflow?.id ?? ""),
    enabled: !board && !!team?.workflow,
  });
  const stages = board?.columns.map((c) => c.stage) ?? workflow.data?.graph?.stages ?? [];
  return stages.length > 0 ? stages : [o.stage];
}
