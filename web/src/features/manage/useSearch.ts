import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { text } from "@/lib/search";
import { type ManageSearch, manageSearch } from "./search";

const route = getRouteApi("/shell/opportunities");

type Search = ManageSearch & { opp?: string };
const open = (opp: string | undefined) => (opp ? { opp } : {});

/** What the address says, and how to change it: what is undefined leaves it. */
export function useManageSearch() {
  const raw: Record<string, unknown> = route.useSearch();
  const search = useMemo((): Search => ({ ...manageSearch(raw), ...open(text(raw.opp)) }), [raw]);
  const navigate = route.useNavigate();
  const change = useCallback(
    (next: Partial<Search & { part: string | undefined }>, { replace = false } = {}) =>
      void navigate({ search: (now) => ({ ...now, ...next }) as never, replace }),
    [navigate],
  );
  /** Another list altogether; what is open stays open. */
  const show = useCallback(
    (next: ManageSearch, { replace = false } = {}) =>
      void navigate({ search: (now: { opp?: string }) => ({ ...next, opp: now.opp }) as never, replace }),
    [navigate],
  );
  return { search, change, show };
}
