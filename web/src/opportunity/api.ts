import { notifications } from "@mantine/notifications";
import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ApiError, api, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import type { Opportunity, Schemas } from "@/lib/types";
import { announce } from "@/ui/announce";
import { useProblem } from "@/ui/useProblem";
import { type BoardsBefore, changeBoards, refreshBoardsSoon, showOnBoards, withoutCard } from "./boards";
import { lookAgain } from "./gone";

const path = (opportunity_id: string) => ({ params: { path: { opportunity_id } } });

export const opportunityQuery = (id: string) =>
  queryOptions({
    queryKey: keys.opportunity(id),
    queryFn: async ({ signal }) =>
      unwrap(await api.GET("/api/v1/opportunities/{opportunity_id}", { ...path(id), signal })) as Opportunity,
  });

export const movesQuery = (id: string) =>
  queryOptions({
    queryKey: keys.moves(id),
    queryFn: async ({ signal }) =>
      unwrap(await api.GET("/api/v1/opportunities/{opportunity_id}/moves", { ...path(id), signal })),
  });

export const timelineQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.timeline(id),
    queryFn: async ({ signal, pageParam }) =>
      unwrap(
        await api.GET("/api/v1/opportunities/{opportunity_id}/timeline", {
          params: { path: { opportunity_id: id }, query: pageParam ? { cursor: pageParam } : {} },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

export const familyQuery = (id: string) =>
  queryOptions({
    queryKey: keys.family(id),
    queryFn: async ({ signal }) =>
      unwrap(await api.GET("/api/v1/opportunities/{opportunity_id}/family", { ...path(id), signal })),
  });

export const tasksQuery = (id: string) =>
  queryOptions({
    queryKey: keys.opportunityTasks(id),
    queryFn: async ({ signal }) =>
      unwrap(await api.GET("/api/v1/opportunities/{opportunity_id}/tasks", { ...path(id), signal })),
  });

export const teamChangeQuery = (id: string, team: string) =>
  queryOptions({
    queryKey: [...keys.opportunity(id), "team-change", team],
    queryFn: async ({ signal }) =>
      unwrap(
        await api.GET("/api/v1/opportunities/{opportunity_id}/team-change", {
          params: { path: { opportunity_id: id }, query: { team } },
          signal,
        }),
      ),
    staleTime: 0,
  });

/** The people of a team who may own its opportunities. */
export const teamQuery = (team: string) =>
  queryOptions({
    queryKey: [...keys.teams, team],
    queryFn: async ({ signal }) =>
      unwrap(await api.GET("/api/v1/teams/{team_id}", { params: { path: { team_id: team } }, signal })),
  });

/** Everybody of the organization: whom an attribute of the type user may name. */
export const peopleQuery = queryOptions({
  queryKey: [...keys.members, "everybody"],
  queryFn: async ({ signal }) =>
    unwrap(await api.GET("/api/v1/members", { params: { query: { limit: 200 } }, signal })),
  staleTime: 60_000,
});

/** Every team of the organization: an opportunity may go to any of them (B18). */
export const teamsQuery = queryOptions({
  queryKey: [...keys.teams, "all"],
  queryFn: async ({ signal }) =>
    unwrap(await api.GET("/api/v1/teams", { params: { query: { all: true, limit: 200 } }, signal })),
});

/** What an opportunity can come through. */
export const channelsQuery = queryOptions({
  queryKey: keys.channels,
  queryFn: async ({ signal }) => unwrap(await api.GET("/api/v1/channels", { signal })),
});

/** What the server answered to a change, shown everywhere it is seen. */
export function settle(queries: QueryClient, o: Opportunity): void {
  queries.setQueryData<Opportunity>(keys.opportunity(o.id), (old) =>
    old && old.revision > o.revision ? old : o,
  );
  showOnBoards(queries, o);
  void queries.invalidateQueries({ queryKey: keys.timeline(o.id) });
  void queries.invalidateQueries({ queryKey: keys.moves(o.id) });
  void queries.invalidateQueries({ queryKey: keys.opportunities });
  refreshBoardsSoon(queries);
}

export type Before = { opportunity: Opportunity | undefined; boards: BoardsBefore };

export function rollBack(queries: QueryClient, id: string, before: Before | undefined): void {
  if (!before) return;
  if (before.opportunity) queries.setQueryData(keys.opportunity(id), before.opportunity);
  for (const [key, board] of before.boards) queries.setQueryData(key, board);
}

/** Shows a change before the server has answered. */
export function guess(queries: QueryClient, id: string, change: (o: Opportunity) => Opportunity): Before {
  const opportunity = queries.getQueryData<Opportunity>(keys.opportunity(id));
  const boards = changeBoards(queries, (board) => board);
  if (opportunity) {
    const next = change(opportunity);
    queries.setQueryData(keys.opportunity(id), next);
    showOnBoards(queries, next);
  }
  return { opportunity, boards };
}

/** A quick control: saved at once, shown before the answer, taken back with the reason when refused (B4). */
function useQuick<V>(
  send: (id: string, value: V) => Promise<Opportunity>,
  change: (o: Opportunity, value: V) => Opportunity,
) {
  const queries = useQueryClient();
  const { t } = useTranslation();
  const problem = useProblem();
  return useMutation<Opportunity, ApiError, { id: string; value: V }, Before>({
    mutationFn: ({ id, value }) => send(id, value),
    onMutate: async ({ id, value }) => {
      await queries.cancelQueries({ queryKey: keys.opportunity(id), exact: true });
      return guess(queries, id, (o) => change(o, value));
    },
    onSuccess: (o) => {
      settle(queries, o);
      announce(t("common.saved"));
    },
    onError: (error, { id }, before) => {
      rollBack(queries, id, before);
      if (error.current) settle(queries, error.current);
      else void lookAgain(queries, id);
      notifications.show({ color: "red", title: t("common.not_saved"), message: problem(error) });
    },
  });
}

export const useSetOwner = () =>
  useQuick<Schemas["Ref"] | null>(
    async (id, owner) =>
      unwrap(
        await api.PUT("/api/v1/opportunities/{opportunity_id}/owner", {
          ...path(id),
          body: { owner: owner?.id ?? null },
        }),
      ) as Opportunity,
    (o, owner) => ({ ...o, owner }),
  );

export const useSetFollowUp = () =>
  useQuick<string | null>(
    async (id, follow_up_at) =>
      unwrap(
        await api.PUT("/api/v1/opportunities/{opportunity_id}/follow-up", {
          ...path(id),
          body: { follow_up_at },
        }),
      ) as Opportunity,
    (o, follow_up_at) => ({ ...o, follow_up_at }),
  );

export const useSetAmount = () =>
  useQuick<string | null>(
    async (id, amount) =>
      unwrap(
        await api.PUT("/api/v1/opportunities/{opportunity_id}/amount", { ...path(id), body: { amount } }),
      ) as Opportunity,
    (o, amount) => ({ ...o, amount }),
  );

export const useSetExcluded = () =>
  useQuick<boolean>(
    async (id, excluded) =>
      unwrap(
        await api.PUT("/api/v1/opportunities/{opportunity_id}/exclusion", {
          ...path(id),
          body: { excluded },
        }),
      ) as Opportunity,
    (o, excluded) => ({ ...o, excluded }),
  );

/** Another team: the server decides step and owner, so nothing is guessed (B18). */
export const useChangeTeam = () =>
  useQuick<string>(
    async (id, team) =>
      unwrap(
        await api.PUT("/api/v1/opportunities/{opportunity_id}/team", {
          ...path(id),
          body: { team },
        }),
      ) as Opportunity,
    (o) => o,
  );

export function useDelete(done: () => void) {
  const queries = useQueryClient();
  const { t } = useTranslation();
  const problem = useProblem();
  return useMutation<unknown, ApiError, string>({
    mutationFn: async (id) => unwrap(await api.DELETE("/api/v1/opportunities/{opportunity_id}", path(id))),
    onSuccess: (_, id) => {
      changeBoards(queries, (board) => withoutCard(board, id));
      queries.removeQueries({ queryKey: keys.opportunity(id) });
      refreshBoardsSoon(queries);
      void queries.invalidateQueries({ queryKey: keys.opportunities });
      announce(t("delete.done"));
      done();
    },
    onError: (error) =>
      notifications.show({ color: "red", title: t("delete.refused"), message: problem(error) }),
  });
}
