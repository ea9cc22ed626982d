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
import { isBusy } from "./words";

export type Import = Schemas["ImportOut"];
export type ImportLine = Schemas["ImportLineOut"];
export type Row = Schemas["ImportRowOut"];

/** Where the stream is cut off, what is running is still asked for now and then. */
const WHILE_BUSY = 2500;

export const layoutsQuery = queryOptions({
  queryKey: [...keys.imports, "layouts"],
  queryFn: async ({ signal }) => unwrap(await api.GET("/api/v1/imports/layouts", { signal })),
});

export const importsQuery = infiniteQueryOptions({
  queryKey: [...keys.imports, "list"],
  queryFn: async ({ signal, pageParam }) =>
    unwrap(
      await api.GET("/api/v1/imports", {
        params: { query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } },
        signal,
      }),
    ),
  initialPageParam: "",
  getNextPageParam: (page) => page.next_cursor,
});

export const importQuery = (import_id: string) =>
  queryOptions({
    queryKey: keys.import(import_id),
    queryFn: async ({ signal }) =>
      unwrap(await api.GET("/api/v1/imports/{import_id}", { params: { path: { import_id } }, signal })),
    refetchInterval: (query) => (query.state.data && isBusy(query.state.data.state) ? WHILE_BUSY : false),
  });

export const rowsQuery = (import_id: string, kind: string | undefined, state: string) =>
  infiniteQueryOptions({
    // Every state of an import has rows of its own.
    queryKey: [...keys.import(import_id), "rows", state, kind ?? "all"],
    queryFn: async ({ signal, pageParam }) =>
      unwrap(
        await api.GET("/api/v1/imports/{import_id}/rows", {
          params: {
            path: { import_id },
            query: { limit: 100, ...(kind ? { kind } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export function useBegin(done: (made: Import) => void) {
  const queries = useQueryClient();
  return useMutation<Import, ApiError, { files: File[]; layout: string | null }>({
    mutationFn: async ({ files, layout }) =>
      unwrap(
        await api.POST("/api/v1/imports", {
          body: { files: [] },
          bodySerializer: () => {
            const form = new FormData();
            for (const file of files) form.append("files", file, file.name);
            if (layout) form.append("layout", layout);
            return form;
          },
        }),
      ),
    onSuccess: (made) => {
      queries.setQueryData(keys.import(made.id), made);
      void queries.invalidateQueries({ queryKey: keys.imports });
      done(made);
    },
  });
}

/** What the answer to a change says is the import from now on. */
function useAnswer<V>(send: (value: V) => Promise<Import>) {
  const queries = useQueryClient();
  return useMutation<Import, ApiError, V>({
    mutationFn: send,
    onSuccess: (now) => {
      queries.setQueryData(keys.import(now.id), now);
      void queries.invalidateQueries({ queryKey: keys.imports });
    },
  });
}

const path = (import_id: string) => ({ params: { path: { import_id } } });

export const useMapping = (id: string) =>
  useAnswer(async (body: { mapping?: Schemas["MappingLineIn"][]; options?: Schemas["OptionsIn"] }) =>
    unwrap(await api.PUT("/api/v1/imports/{import_id}/mapping", { ...path(id), body })),
  );

export const useCheck = (id: string) =>
  useAnswer<void>(async () => unwrap(await api.POST("/api/v1/imports/{import_id}/check", path(id))));

export const useRun = (id: string) =>
  useAnswer<void>(async () => unwrap(await api.POST("/api/v1/imports/{import_id}/run", path(id))));

export const useUndo = (id: string) =>
  useAnswer<void>(async () => unwrap(await api.POST("/api/v1/imports/{import_id}/undo", path(id))));
