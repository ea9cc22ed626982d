import { notifications } from "@mantine/notifications";
import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryKey,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ApiError, api, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import type { Schemas } from "@/lib/types";
import { announce } from "@/ui/announce";
import { useProblem } from "@/ui/useProblem";

export type Organization = Schemas["OrganizationOut"];
export type Member = Schemas["MemberOut"];
export type Team = Schemas["TeamOut"];
export type Channel = Schemas["ChannelOut"];
export type Key = Schemas["KeyOut"];

export const membersQuery = (q: string, active?: boolean) =>
  infiniteQueryOptions({
    queryKey: [...keys.members, "list", q, active ?? "all"],
    queryFn: async ({ signal, pageParam }) =>
      unwrap(
        await api.GET("/api/v1/members", {
          params: {
            query: {
              limit: 100,
              ...(q ? { q } : {}),
              ...(active === undefined ? {} : { active }),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

/** The active members, to choose one from; a search narrows them where there are more than fit. */
export const colleaguesQuery = (q: string) =>
  queryOptions({
    queryKey: [...keys.members, "choose", q],
    queryFn: async ({ signal }) =>
      unwrap(
        await api.GET("/api/v1/members", {
          params: { query: { limit: 100, active: true, ...(q ? { q } : {}) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const workflowsQuery = queryOptions({
  queryKey: keys.workflows,
  queryFn: async ({ signal }) => unwrap(await api.GET("/api/v1/workflows", { signal })),
});

export const channelsQuery = queryOptions({
  queryKey: [...keys.channels, "all"],
  queryFn: async ({ signal }) =>
    unwrap(await api.GET("/api/v1/channels", { params: { query: { all: true } }, signal })),
});

export const keysQuery = infiniteQueryOptions({
  queryKey: keys.apiKeys,
  queryFn: async ({ signal, pageParam }) =>
    unwrap(
      await api.GET("/api/v1/keys", {
        params: { query: { limit: 100, ...(pageParam ? { cursor: pageParam } : {}) } },
        signal,
      }),
    ),
  initialPageParam: "",
  getNextPageParam: (page) => page.next_cursor,
});

const PEOPLE: QueryKey[] = [keys.members, keys.teams, keys.me, keys.boards];
const STALE = {
  organization: [keys.organization, keys.me],
  people: PEOPLE,
  channels: [keys.channels],
  keys: [keys.apiKeys],
} satisfies Record<string, QueryKey[]>;

/** A change to the set-up; a form shows its refusal by itself. */
export function useChange<V = void, R = unknown>(
  about: keyof typeof STALE,
  send: (value: V) => Promise<R>,
  done?: (result: R, value: V) => void,
) {
  const queries = useQueryClient();
  const { t } = useTranslation();
  return useMutation<R, ApiError, V>({
    mutationFn: send,
    onSuccess: (result, value) => {
      for (const queryKey of STALE[about]) void queries.invalidateQueries({ queryKey });
      announce(t("common.saved"));
      done?.(result, value);
    },
  });
}

/** One that has no form: a refusal is said in a notification. */
export function useQuickChange<V = void, R = unknown>(
  about: keyof typeof STALE,
  send: (value: V) => Promise<R>,
  done?: (result: R, value: V) => void,
) {
  const { t } = useTranslation();
  const problem = useProblem();
  const change = useChange(about, send, done);
  const refused = (error: ApiError) =>
    notifications.show({ color: "red", title: t("common.not_saved"), message: problem(error) });
  return {
    isPending: change.isPending,
    variables: change.variables,
    mutate: (value: V) => change.mutate(value, { onError: refused }),
  };
}
