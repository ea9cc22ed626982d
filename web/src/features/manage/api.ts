import { notifications } from "@mantine/notifications";
import {
  type QueryKey,
  queryOptions,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import type { paths } from "@/lib/schema";
import type { Attribute, Opportunity, Ref, Schemas } from "@/lib/types";
import { teamsQuery } from "@/opportunity/api";
import { type Field, fieldsOf } from "@/opportunity/fields/conditions";
import { workflowQuery } from "@/opportunity/useStages";
import { useProblem } from "@/ui/useProblem";
import { growingQuery, type Page } from "./growing";
import { PIECE } from "./pieces";
import type { ManageSearch, TableFilters } from "./search";

export type View = Schemas["ViewOut"];
export type Share = Schemas["ShareOut"];
export type Team = Schemas["TeamOut"];
type Table = Omit<Schemas["OpportunitiesOut"], "items"> & Page<Opportunity>;
type Asked = { limit: number; cursor?: string };

// The address is checked as it is read; what it still has of what the server doesn't know is refused there, in words.
type Query<P extends "/api/v1/opportunities" | "/api/v1/shares"> = NonNullable<
  paths[P]["get"]["parameters"]["query"]
>;

export const readTable =
  (filters: TableFilters, sort: string) =>
  async (asked: Asked, signal?: AbortSignal): Promise<Table> =>
    unwrap(
      await api.GET("/api/v1/opportunities", {
        params: { query: { ...filters, sort, ...asked } as Query<"/api/v1/opportunities"> },
        signal: signal ?? null,
      }),
    ) as Table;

/**
 * Of its own name, since others' changes come many in a second: `useChanges` gathers them before it is read anew. Access
 * that ends makes everything stale at once.
 */
export const tableKey = (filters: TableFilters, sort: string): QueryKey => ["table", filters, sort];
export const tableQuery = (filters: TableFilters, sort: string) =>
  growingQuery<Opportunity, Table>(tableKey(filters, sort), readTable(filters, sort));

let changes = 0;
/** Another number whenever any opportunity has changed. */
export const useChanges = (): number =>
  useQuery({
    queryKey: [...keys.opportunities, "changes"],
    queryFn: () => {
      changes += 1;
      return changes;
    },
    initialData: 0,
    staleTime: Number.POSITIVE_INFINITY,
  }).data;

/** Everything under the filters, page by page. */
export async function walk(
  filters: TableFilters,
  sort: string,
  { each, stopped }: { each: (rows: readonly Opportunity[]) => void; stopped: () => boolean },
): Promise<void> {
  const read = readTable(filters, sort);
  let cursor: string | null = null;
  do {
    const page: Table = await read({ limit: PIECE, ...(cursor ? { cursor } : {}) });
    if (stopped()) return;
    each(page.items);
    cursor = page.next_cursor;
  } while (cursor);
}

export const readShares =
  (filters: TableFilters, sort: string) =>
  async (asked: Asked, signal?: AbortSignal): Promise<Schemas["SharesOut"]> =>
    unwrap(
      await api.GET("/api/v1/shares", {
        params: { query: { ...filters, sort, ...asked } as Query<"/api/v1/shares"> },
        signal: signal ?? null,
      }),
    );
export const sharesKey = (filters: TableFilters, sort: string): QueryKey => [
  ...keys.shares,
  "history",
  filters,
  sort,
];
export const sharesQuery = (filters: TableFilters, sort: string) =>
  growingQuery<Share, Schemas["SharesOut"]>(sharesKey(filters, sort), readShares(filters, sort));

const viewsKey = [...keys.views, "table"];
export const viewsQuery = queryOptions({
  queryKey: viewsKey,
  queryFn: async ({ signal }) =>
    unwrap(await api.GET("/api/v1/views", { params: { query: { kind: "table" } }, signal })).items,
});

export type Kept = Schemas["ViewIn"]["filters"];
/** The same name again replaces a view. Another name makes a new one: the old one goes once that is there. */
export function useViews() {
  const queries = useQueryClient();
  const { t } = useTranslation();
  const problem = useProblem();
  const how = {
    onError: (e: Error) =>
      notifications.show({ color: "red", title: t("common.not_saved"), message: problem(e) }),
    onSettled: () => queries.invalidateQueries({ queryKey: viewsKey }),
  };
  const drop = async (view_id: string) =>
    unwrap(await api.DELETE("/api/v1/views/{view_id}", { params: { path: { view_id } } }));
  const save = useMutation({
    mutationFn: async ({ name, filters, instead }: { name: string; filters: Kept; instead?: View }) => {
      const view = unwrap(await api.POST("/api/v1/views", { body: { kind: "table", name, filters } }));
      if (instead && instead.id !== view.id) await drop(instead.id);
      return view;
    },
    ...how,
  });
  const remove = useMutation({ mutationFn: drop, ...how });
  return { save, remove };
}

export const viewFilters = (search: ManageSearch): Kept => {
  const { tab, view, ...kept } = search;
  return Object.fromEntries(
    Object.entries(kept).filter(([name]) => name !== "opp" && name !== "part"),
  ) as Kept;
};

export const useTeams = ({ enabled = true } = {}): readonly Team[] =>
  useQuery({ ...teamsQuery, enabled }).data?.items ?? [];

type Workflow = { id: string; name: string; graph: Schemas["GraphOut"] | null };
export type Process = {
  workflows: readonly Workflow[];
  fields: readonly Field[];
  ready: boolean;
  failed: boolean;
};

/** The workflows of some teams, or of all: their stages and steps, and every field that one of them has. */
export function useProcess(teams: readonly string[], { enabled }: { enabled: boolean }): Process {
  const all = useQuery({ ...teamsQuery, enabled });
  const chosen = (all.data?.items ?? []).filter((team) => teams.length === 0 || teams.includes(team.id));
  const refs = [...new Map(chosen.map((team) => [team.workflow.id, team.workflow])).values()];
  const queries = useQueries({
    queries: (enabled ? refs : []).map((ref: Ref) => workflowQuery(ref.id)),
    combine: (found) => ({
      list: found.flatMap((one) => (one.data ? [one.data as Workflow] : [])),
      settled: found.every((one) => !one.isPending),
      failed: found.some((one) => one.isError),
    }),
  });
  const amounts = chosen.some((team) => team.deal_amount);
  const fields = useMemo(() => {
    const attributes = new Map<string, Attribute>();
    for (const { graph } of queries.list)
      for (const one of graph?.attributes ?? [])
        attributes.set(one.key, merged(attributes.get(one.key), one));
    return fieldsOf([...attributes.values()], { amounts });
  }, [queries.list, amounts]);
  return {
    workflows: queries.list,
    fields,
    ready: all.isError || (!!all.data && queries.settled),
    failed: all.isError || queries.failed,
  };
}

/** A field that several workflows have offers the options of all. */
const merged = (before: Attribute | undefined, one: Attribute): Attribute =>
  before ? { ...before, options: [...new Set([...before.options, ...one.options])] } : one;
