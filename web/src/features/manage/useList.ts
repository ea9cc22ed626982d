import { useMediaQuery } from "@mantine/hooks";
import { useMemo, useState } from "react";
import { PHONE } from "@/ui/screen";
import type { Place } from "./FilterPicker";
import { type Chosen, type Kind, valuesOf } from "./kinds";
import { filtersOf, isFiltered, type ManageSearch, type TableFilters, turned } from "./search";
import type { useManageSearch } from "./useSearch";

/** What either list does with the address: by what it filters and sorts, which filter is being chosen, and how each changes. */
export function useList({ search, change, show }: ReturnType<typeof useManageSearch>, usual: string) {
  const phone = !!useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const asked = JSON.stringify(filtersOf(search));
  const filters = useMemo(() => JSON.parse(asked) as TableFilters, [asked]);
  const [place, setPlace] = useState<Place | null>(null);
  const sort = search.sort ?? usual;
  const { tab, columns } = search;
  return {
    phone,
    asked,
    filters,
    sort,
    onSort: (key: string) => change({ sort: turned(sort, key) }, { replace: true }),
    setSort: (next: string) => change({ sort: next }, { replace: true }),
    q: search.q ?? "",
    setQ: (q: string) => change({ q: q || undefined }, { replace: true }),
    chosen: search as Chosen,
    filtered: isFiltered(search),
    /** How many filters are on. */
    on: (kinds: readonly Pick<Kind, "key">[]): number =>
      kinds.reduce((n, { key }) => n + valuesOf(search as Chosen, key).length, 0),
    setFilter: (key: string, value: string | string[] | undefined) =>
      change({ [key]: value } as Partial<ManageSearch>, { replace: true }),
    clear: () =>
      show({
        ...(tab ? { tab } : {}),
        ...(search.sort ? { sort: search.sort } : {}),
        ...(columns ? { columns } : {}),
      }),
    place,
    setPlace,
  };
}
export type List = ReturnType<typeof useList>;
