import type { QueryClient } from "@tanstack/react-query";
import { atInstant, onClockJump, serverNow } from "@/lib/clock";
import { changesOf, nextOf, withoutEnded } from "@/lib/ends";
import { keys } from "@/lib/keys";
import type { Board } from "@/lib/types";
import { changeBoards, withoutCard } from "@/opportunity/boards";
import { isVain, over } from "@/opportunity/gone";

const GATHER = 250;
const AGAIN = 1_000;
const TRIES = 5;

/** Takes from everything that was read what its reader has no access to any more, then reads anew. */
function renew(queries: QueryClient): void {
  const now = serverNow();
  const ended = (board: Board): string[] =>
    board.columns.flatMap((column) =>
      column.cards.filter((x) => x.access_ends_at && Date.parse(x.access_ends_at) <= now).map((x) => x.id),
    );
  changeBoards(queries, (board) => ended(board).reduce(withoutCard, board));
  for (const query of queries.getQueryCache().getAll()) {
    const left = withoutEnded(query.state.data, now);
    if (left !== query.state.data) queries.setQueryData(query.queryKey, left);
  }
  queries.removeQueries({ queryKey: keys.search, type: "inactive" });
  const lost = over(queries, now);
  void queries.invalidateQueries({ predicate: (query) => !isVain(query, lost) });
}

/**
 * What is lent is gone from the page at the instant at which it ends, and what begins appears: every answer names its next
 * change, so that no push from the server is needed (S3).
 */
export function watchAccess(queries: QueryClient): () => void {
  const cache = queries.getQueryCache();
  const known = new WeakMap<object, number[]>();
  const instantsOf = (data: unknown): number[] => {
    if (typeof data !== "object" || data === null) return [];
    const found = known.get(data) ?? changesOf(data);
    known.set(data, found);
    return found;
  };
  let stop = (): void => undefined;
  let gathering = 0;
  let tries = 0;

  const plan = (): void => {
    gathering = 0;
    stop();
    const now = serverNow();
    const all = cache.getAll();
    const next = Math.min(...all.map((query) => nextOf(instantsOf(query.state.data), now)));
    if (Number.isFinite(next)) stop = atInstant(next, change);
  };
  const change = (): void => {
    tries = 0;
    renew(queries);
    window.setTimeout(check, AGAIN);
  };
  /** A server that was a moment behind has answered what no longer holds: it is asked once more. */
  const check = (): void => {
    const now = serverNow();
    const late = cache
      .getAll()
      .some(
        (query) =>
          query.isActive() &&
          query.state.status === "success" &&
          instantsOf(query.state.data).some((at) => at <= now),
      );
    if (!late || ++tries > TRIES) return;
    renew(queries);
    window.setTimeout(check, AGAIN);
  };

  const forget = cache.subscribe((event) => {
    const read = event.type === "updated" && event.action.type === "success";
    if (read && !gathering) gathering = window.setTimeout(plan, GATHER);
  });
  const forgetJumps = onClockJump(() => void queries.refetchQueries({ queryKey: keys.me }));
  plan();
  return () => {
    forget();
    forgetJumps();
    stop();
    window.clearTimeout(gathering);
  };
}
