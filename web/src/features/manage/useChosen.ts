import { useCallback, useMemo, useRef, useState } from "react";
import type { Opportunity } from "@/lib/types";
import { walk } from "./api";
import type { Rows } from "./ManyDialog";
import type { Element } from "./pieces";
import type { TableFilters } from "./search";
import { chooseAll, chooseNone, NOTHING, type Selection } from "./selection";

/** Which rows are chosen, also beyond what is loaded. Another list begins with none. */
export function useChosen(rows: readonly Opportunity[], { list, filters, sort }: Asked) {
  const [of, setOf] = useState({ list, selection: NOTHING });
  const [walking, setWalking] = useState(false);
  const stop = useRef(false);
  const walked = useRef(new Map<string, Opportunity>());
  if (of.list !== list) {
    stop.current = true;
    walked.current = new Map();
    setOf({ list, selection: NOTHING });
  }
  const { selection } = of;
  const onSelection = useCallback(
    (change: (selection: Selection) => Selection) =>
      setOf((now) => ({ ...now, selection: change(now.selection) })),
    [],
  );
  const chosen: Rows = useMemo(() => {
    const shown = new Map(rows.map((row) => [row.id, row]));
    return new Map(
      [...selection.ids].flatMap((id) => {
        const row = shown.get(id) ?? walked.current.get(id);
        return row ? [[id, row] as const] : [];
      }),
    );
  }, [rows, selection.ids]);
  const chooseFound = useCallback(async () => {
    stop.current = false;
    setWalking(true);
    try {
      await walk(filters, sort, {
        stopped: () => stop.current,
        each: (page) => {
          for (const row of page) walked.current.set(row.id, row);
          onSelection((now) =>
            chooseAll(
              now,
              page.map((row) => row.id),
            ),
          );
        },
      });
    } finally {
      setWalking(false);
    }
  }, [filters, sort, onSelection]);
  /** What is done is not chosen any more; what stayed as it was still is. */
  const settle = useCallback(
    (results: readonly Element[]) => {
      const done = new Set(results.filter((one) => !one.code).map((one) => one.id));
      onSelection((now) => ({ ...now, ids: new Set([...now.ids].filter((id) => !done.has(id))) }));
    },
    [onSelection],
  );
  return {
    selection,
    onSelection,
    chosen,
    walking,
    chooseFound,
    halt: () => {
      stop.current = true;
    },
    clear: () => onSelection(chooseNone),
    settle,
  };
}
type Asked = { list: string; filters: TableFilters; sort: string };
