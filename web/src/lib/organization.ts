import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./client";
import { keys } from "./keys";

export const organizationQuery = queryOptions({
  queryKey: keys.organization,
  queryFn: async ({ signal }) => unwrap(await api.GET("/api/v1/organization", { signal })),
});
