import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "./client";
import { keys } from "./keys";
import type { Ref } from "./types";

/** The first accounts that fit what is typed, to choose one from. */
export function useAccountsFound(q: string): { items: readonly Ref[]; answered: boolean } {
  const found = useQuery({
    queryKey: [...keys.accounts, "search", q],
    queryFn: async ({ signal }) =>
      unwrap(
        await api.GET("/api/v1/accounts", { params: { query: { ...(q ? { q } : {}), limit: 12 } }, signal }),
      ),
    placeholderData: keepPreviousData,
  });
  return { items: found.data?.items ?? [], answered: !found.isPlaceholderData };
}
