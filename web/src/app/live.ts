import { type Query, type QueryClient, type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { clientId } from "@/lib/client";
import { serverNow, setServerNow } from "@/lib/clock";
import { type Hint, staleKeys } from "@/lib/hints";
import { keys } from "@/lib/keys";
import { openStream } from "@/lib/stream";
import { changeBoards, markAllChanged, markChanged, withoutCard } from "@/opportunity/boards";
import { isVain, lookAgainAtAll, over } from "@/opportunity/gone";

const GATHER = 200;
/** What many hints in a row name is read again so often at most. */
const CALM_EVERY = 1200;
const CALM: readonly unknown[] = ["board", "runs"];

/** Whether the cache already shows what the hint tells: this tab made it, or read it since. */
function isKnown(queries: QueryClient, hint: Hint): boolean {
  if (hint.client === clientId) return true;
  if (!hint.opportunity || hint.revision === null || !hint.type.startsWith("opportunity.")) return false;
  const cached = queries.getQueryData<{ revision: number }>(keys.opportunity(hint.opportunity));
  return cached !== undefined && cached.revision >= hint.revision && hint.type === "opportunity.edited";
}

/** Opens the stream for as long as someone is signed in, and marks stale what its hints name. */
export function useLive(scope: string | undefined, signedOut: () => void): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!scope) return;
    let waiting: Hint[] = [];
    let timer = 0;
    const calm = new Map<unknown, { at: number; timer: number }>();

    const refreshCalmly = (key: QueryKey) => {
      const one = calm.get(key[0]) ?? { at: Number.NEGATIVE_INFINITY, timer: 0 };
      calm.set(key[0], one);
      window.clearTimeout(one.timer);
      const wait = Math.max(0, one.at + CALM_EVERY - performance.now());
      one.timer = window.setTimeout(() => {
        one.at = performance.now();
        void queries.invalidateQueries({ queryKey: [key[0]] }, { cancelRefetch: key[0] !== "board" });
      }, wait);
    };
    const flush = () => {
      timer = 0;
      const hints = waiting;
      waiting = [];
      const gone = hints.filter((hint) => hint.type === "opportunity.gone");
      const lost = new Set(gone.map((hint) => hint.opportunity));
      // At the end of its time it was asked for by itself.
      const asked = over(queries, serverNow());
      const isWorthIt = (query: Query) => !isVain(query, lost, asked);
      for (const key of staleKeys(hints)) {
        if (CALM.includes(key[0])) refreshCalmly(key);
        else if (key[0] === "opportunity" && key.length === 1) lookAgainAtAll(queries);
        else void queries.invalidateQueries({ queryKey: key, predicate: isWorthIt });
      }
    };
    const everything = () => {
      markAllChanged();
      void queries.invalidateQueries();
    };

    const close = openStream("/api/v1/stream", scope, {
      hint: (hint) => {
        if (isKnown(queries, hint)) return;
        const id = hint.opportunity;
        if (id && hint.type === "opportunity.gone") changeBoards(queries, (board) => withoutCard(board, id));
        else if (id && /^(opportunity|share)\./.test(hint.type)) markChanged(id);
        waiting.push(hint);
        if (!timer) timer = window.setTimeout(flush, GATHER);
      },
      reset: everything,
      // What was read before a fresh stream began may have changed in between.
      hello: (now, fresh) => {
        setServerNow(now);
        if (!fresh || !queries.getQueryState(keys.me)?.dataUpdatedAt) return;
        refreshCalmly(keys.boards);
        refreshCalmly(keys.runs);
      },
      signedOut,
    });
    return () => {
      close();
      window.clearTimeout(timer);
      for (const { timer } of calm.values()) window.clearTimeout(timer);
    };
  }, [scope, queries, signedOut]);
}

/** Keeps what is shown to what one may see, from instant to instant; its code comes after what is shown first. */
export function useAccessEnds(scope: string | undefined): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!scope) return;
    let stop = (): void => undefined;
    let left = false;
    void import("./ends").then(({ watchAccess }) => {
      if (!left) stop = watchAccess(queries);
    });
    return () => {
      left = true;
      stop();
    };
  }, [scope, queries]);
}
