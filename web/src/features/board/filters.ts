import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import type { BoardFilters } from "@/opportunity/boards";
import type { BoardSearch } from "./search";

const route = getRouteApi("/shell/");

/** The filters of a saved view or an export: what the address says, without what only this screen needs. */
export function filtersOf(search: BoardSearch): BoardFilters {
  const { owner, q, due, excluded, closed, field } = search;
  return Object.fromEntries(
    Object.entries({ owner, q, due, excluded, closed, field }).filter(([, value]) => value !== undefined),
  );
}

/** The board's search parameters, and how to change them: an undefined value leaves the address. */
export function useBoardSearch() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { owner, q, due, excluded, closed, field } = search;
  const filters = useMemo(
    () => filtersOf({ owner, q, due, excluded, closed, field }),
    [owner, q, due, excluded, closed, field],
  );
  const change = useCallback(
    (next: Partial<BoardSearch> & { opp?: string }, { replace = false } = {}) =>
      void navigate({ search: (s) => ({ ...s, ...next }), replace }),
    [navigate],
  );
  return { search, filters, change };
}

/** The filters as the parameters of an address; a list comes several times. */
export const queryOf = (filters: BoardFilters): URLSearchParams =>
  new URLSearchParams(
    Object.entries(filters).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
  );
