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

export type Contact = Schemas["ContactOut"];

export const contactsQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.contacts, "list", q],
    queryFn: async ({ signal, pageParam }) =>
      unwrap(
        await api.GET("/api/v1/contacts", {
          params: { query: { ...(q ? { q } : {}), ...(pageParam ? { cursor: pageParam } : {}), limit: 100 } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const contactQuery = (contact_id: string) =>
  queryOptions({
    queryKey: keys.contact(contact_id),
    queryFn: async ({ signal }) =>
      unwrap(await api.GET("/api/v1/contacts/{contact_id}", { params: { path: { contact_id } }, signal })),
  });

export const opportunitiesQuery = (contact_id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.opportunities, "contact", contact_id],
    queryFn: async ({ signal, pageParam }) =>
      unwrap(
        await api.GET("/api/v1/contacts/{contact_id}/opportunities", {
          params: {
            path: { contact_id },
            query: { limit: 100, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

export const useAddContact = (done: (contact: Contact) => void) => {
  const queries = useQueryClient();
  return useMutation<Contact, ApiError, { name: string; email?: string; phone?: string; account?: string }>({
    mutationFn: async (body) => unwrap(await api.POST("/api/v1/contacts", { body })),
    onSuccess: (contact) => {
      queries.setQueryData(keys.contact(contact.id), contact);
      void queries.invalidateQueries({ queryKey: keys.contacts });
      done(contact);
    },
  });
};

export const useEraseContact = (id: string, done: () => void) => {
  const queries = useQueryClient();
  return useMutation<unknown, ApiError>({
    mutationFn: async () =>
      unwrap(await api.DELETE("/api/v1/contacts/{contact_id}", { params: { path: { contact_id: id } } })),
    onSuccess: () => {
      done();
      queries.removeQueries({ queryKey: keys.contact(id) });
      for (const queryKey of [keys.contacts, keys.boards, keys.opportunities, ["opportunity"]])
        void queries.invalidateQueries({ queryKey });
    },
  });
};
