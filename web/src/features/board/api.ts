import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";

export const contactSearchQuery = (q: string) =>
  queryOptions({
    queryKey: [...keys.contacts, "search", q],
    queryFn: async ({ signal }) =>
      unwrap(await api.GET("/api/v1/contacts", { params: { query: { q, limit: 8 } }, signal })),
    enabled: q.length > 0,
  });

export const contactOpportunitiesQuery = (contact_id: string) =>
  queryOptions({
    queryKey: [...keys.contact(contact_id), "opportunities"],
    queryFn: async ({ signal }) =>
      unwrap(
        await api.GET("/api/v1/contacts/{contact_id}/opportunities", {
          params: { path: { contact_id } },
          signal,
        }),
      ),
  });
