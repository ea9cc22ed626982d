import { useState } from "react";
import { keepColumns, type Listed, readColumns } from "./kept";
import type { useManageSearch } from "./useSearch";

/** Which columns of a list are wanted: as the address says, else as they were last chosen on this device. */
export function useColumns(
  { search, change }: ReturnType<typeof useManageSearch>,
  who: string,
  list: Listed,
): { chosen: readonly string[] | undefined; choose: (next: readonly string[] | undefined) => void } {
  const [own, setOwn] = useState(() => readColumns(who, list));
  const choose = (next: readonly string[] | undefined) => {
    const columns = next && [...next];
    keepColumns(who, list, columns);
    setOwn(columns);
    change({ columns }, { replace: true });
  };
  return { chosen: search.columns ?? own, choose };
}
