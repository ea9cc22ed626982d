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

export type Account = Schemas["AccountOut"];

export const accountsQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.accounts, "list", q],
    queryFn: async ({ signal, pageParam }) =>
      unwrap(
        await api.GET("/api/v1/accounts", {
          params: { query: { ...(q ? { q } : {}), ...(pageParam ? { cursor: pageParam } : {}), limit: 100 } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const accountQuery = (account_id: string) =>
  queryOptions({
    queryKey: keys.account(account_id),
    queryFn: async ({ signal }) =>
      unwrap(await api.GET("/api/v1/accounts/{account_id}", { params: { path: { account_id } }, signal })),
  });

export const contactsQuery = (account_id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.contacts, "account", account_id],
    queryFn: async ({ signal, pageParam }) =>
      unwrap(
        await api.GET("/api/v1/accounts/{account_id}/contacts", {
          params: { path: { account_id }, query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

export const opportunitiesQuery = (account_id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.opportunities, "account", account_id],
    queryFn: async ({ signal, pageParam }) =>
      unwrap(
        await api.GET("/api/v1/accounts/{account_id}/opportunities", {
          params: {
            path: { account_id },
            query: { limit: 200, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

export const useAddAccount = (done: (account: Account) => void) => {
  const queries = useQueryClient();
  return useMutation<Account, ApiError, { name: string; parent?: string }>({
    mutationFn: async (body) => unwrap(await api.POST("/api/v1/accounts", { body })),
    onSuccess: (account) => {
      queries.setQueryData(keys.account(account.id), account);
      void queries.invalidateQueries({ queryKey: keys.accounts });
      if (account.parent) void queries.invalidateQueries({ queryKey: keys.account(account.parent.id) });
      done(account);
    },
  });
};
