import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";

const path = (opportunity_id: string) => ({ params: { path: { opportunity_id } } });

export const opportunityQuery = (id: string) =>
  queryOptions({
    queryKey: keys.opportunity(id),
    queryFn: async ({ signal }) =>
      unwrap(await api.GET("/api/v1/opportunities/{opportunity_id}", { ...path(id), signal })),
  });

export const movesQuery = (id: string) =>
  queryOptions({
    queryKey: keys.moves(id),
    queryFn: async ({ signal }) =>
      unwrap(await api.GET("/api/v1/opportunities/{opportunity_id}/moves", { ...path(id), signal })),
  });
