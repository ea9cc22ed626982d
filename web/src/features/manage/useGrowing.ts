import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { grow, type Page, type Read } from "./growing";

export type Growing = { onEnd: (() => void) | undefined; lost: unknown; again: () => void };

/** A list that grows as its end comes near; where its next rows can't be read, that is said, and asked for again by hand. */
export function useGrowing<R extends { id: string }, P extends Page<R>>(
  key: QueryKey,
  read: Read<P>,
  more: boolean,
): Growing {
  const queries = useQueryClient();
  const [failed, setFailed] = useState<{ list: string; error: unknown } | null>(null);
  const list = JSON.stringify(key);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list says which key and reader
  const again = useCallback(() => {
    setFailed(null);
    grow(queries, key, read).catch((error: unknown) => setFailed({ list, error }));
  }, [queries, list]);
  const lost = failed?.list === list ? failed.error : null;
  return { onEnd: more && !lost ? again : undefined, lost, again };
}
