import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "./client";
import { setServerNow } from "./clock";
import { keys } from "./keys";
import type { Me } from "./types";

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: async ({ signal }) => {
    const me = unwrap(await api.GET("/api/v1/me", { signal })) as Me;
    setServerNow(me.now);
    return me;
  },
  staleTime: 5 * 60_000,
  retry: false,
});

export const useMe = (): Me | undefined => useQuery(meQuery).data;
