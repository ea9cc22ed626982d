import { notifications } from "@mantine/notifications";
import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ApiError, api, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import { organizationQuery } from "@/lib/organization";
import type { Schemas } from "@/lib/types";
import { announce } from "@/ui/announce";
import { useProblem } from "@/ui/useProblem";
import { type LastingBody, type Share, whomOf } from "./shapes";

const path = (opportunity_id: string) => ({ params: { path: { opportunity_id } } });
const share = (share_id: string) => ({ params: { path: { share_id } } });

export const sharesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.shares, "of", id],
    queryFn: async ({ signal, pageParam }) =>
      unwrap(
        await api.GET("/api/v1/opportunities/{opportunity_id}/shares", {
          params: { path: { opportunity_id: id }, query: pageParam ? { cursor: pageParam } : {} },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

/** The organization's terms, where no opportunity is at hand. */
export const termsQuery = queryOptions({
  ...organizationQuery,
  select: (organization) => organization.shares,
});

/** Whom it can be shared with: people and teams that fit what was typed. */
export const granteesQuery = (q: string) =>
  queryOptions({
    queryKey: [...keys.members, "share-with", q],
    queryFn: async ({ signal }) => {
      const [members, teams] = await Promise.all([
        api.GET("/api/v1/members", {
          params: { query: { limit: 100, active: true, ...(q ? { q } : {}) } },
          signal,
        }),
        api.GET("/api/v1/teams", { params: { query: { all: true, limit: 200 } }, signal }),
      ]);
      return {
        members: unwrap(members).items.filter((m) => m.sales_licence),
        teams: unwrap(teams).items.filter((t) => t.name.toLowerCase().includes(q.toLowerCase())),
      };
    },
    placeholderData: keepPreviousData,
  });

/** What a share would come to; nothing is written. */
export const previewQuery = (id: string, body: Schemas["ShareIn"] | null) =>
  queryOptions({
    queryKey: [...keys.shares, "preview", id, body],
    queryFn: async ({ signal }) =>
      unwrap(
        await api.POST("/api/v1/opportunities/{opportunity_id}/shares/preview", {
          ...path(id),
          body: body ?? {},
          signal,
        }),
      ),
    enabled: body !== null,
    placeholderData: (before: Schemas["SharePreviewOut"] | undefined, last) =>
      whomOf((last?.queryKey.at(-1) ?? null) as Schemas["ShareIn"] | null) === whomOf(body)
        ? before
        : undefined,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });

export const accessQuery = (id: string, member: string, at: string | null) =>
  queryOptions({
    queryKey: [...keys.opportunity(id), "access", member, at],
    queryFn: async ({ signal }) =>
      unwrap(
        await api.GET("/api/v1/opportunities/{opportunity_id}/access", {
          params: { path: { opportunity_id: id }, query: { member, ...(at ? { at } : {}) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

/** What a share changes: the list of shares, what happened, and who sees it. */
export function afterShare(queries: QueryClient, id: string): void {
  void queries.invalidateQueries({ queryKey: keys.shares });
  void queries.invalidateQueries({ queryKey: keys.opportunity(id) });
}

export const useGive = (id: string) => {
  const queries = useQueryClient();
  return useMutation<Share, ApiError, { body: Schemas["ShareIn"]; key: string }>({
    mutationFn: async ({ body, key }) =>
      unwrap(
        await api.POST("/api/v1/opportunities/{opportunity_id}/shares", {
          ...path(id),
          body,
          headers: { "Idempotency-Key": key },
        }),
      ),
    // A request that was refused is kept, too, and stands in the history.
    onSettled: () => afterShare(queries, id),
  });
};

/** Something done to a share that there is; a refusal is said in a notification, or by the form that asked. */
function useOnShare<V, R>(id: string, send: (value: V) => Promise<R>, { quiet = false } = {}) {
  const queries = useQueryClient();
  const { t } = useTranslation();
  const problem = useProblem();
  return useMutation<R, ApiError, V>({
    mutationFn: send,
    onSuccess: () => announce(t("common.saved")),
    onError: (error) => {
      if (quiet && error.fields.length > 0) return;
      notifications.show({ color: "red", title: t("common.not_saved"), message: problem(error) });
    },
    onSettled: () => afterShare(queries, id),
  });
}

export const useStop = (id: string) =>
  useOnShare(id, async (share_id: string) =>
    unwrap(await api.POST("/api/v1/shares/{share_id}/stop", share(share_id))),
  );

export const useStopAll = (id: string) =>
  useOnShare(id, async () =>
    unwrap(await api.POST("/api/v1/opportunities/{opportunity_id}/shares/stop", { ...path(id), body: {} })),
  );

type Longer = { share_id: string; body: LastingBody; note?: string };

export const useExtend = (id: string) =>
  useOnShare(
    id,
    async ({ share_id, body }: Longer) =>
      unwrap(await api.POST("/api/v1/shares/{share_id}/extend", { ...share(share_id), body })),
    { quiet: true },
  );

export const useAskMoreTime = (id: string) =>
  useOnShare(
    id,
    async ({ share_id, body, note }: Longer) =>
      unwrap(
        await api.POST("/api/v1/shares/{share_id}/more-time", {
          ...share(share_id),
          body: { ...body, note: note ?? "" },
        }),
      ),
    { quiet: true },
  );

export const useDecline = (id: string) =>
  useOnShare(id, async (share_id: string) =>
    unwrap(await api.POST("/api/v1/shares/{share_id}/more-time/decline", share(share_id))),
  );
