import type { Query, QueryClient } from "@tanstack/react-query";
import { isApiError } from "@/lib/client";
import { keys } from "@/lib/keys";

type Ids = ReadonlySet<unknown>;

/** Whether something of one of these opportunities is asked for, and not the opportunity itself. */
const hangsOn = (query: Query, ids: Ids): boolean =>
  !isItself(query) && query.queryKey.some((part) => ids.has(part));

const isItself = (query: Query): boolean =>
  query.queryKey.length === 2 && query.queryKey[0] === "opportunity";

const isNotFound = (query: Query): boolean =>
  isApiError(query.state.error) && query.state.error.status === 404;

/**
 * Whether to ask again is vain once these are lost: one question tells whether one still sees it, the rest waits for it.
 * `asked`: of which that question was asked since.
 */
export const isVain = (query: Query, lost: Ids, asked: Ids = new Set()): boolean =>
  hangsOn(query, lost) ||
  (isItself(query) && lost.has(query.queryKey[1]) && (asked.has(query.queryKey[1]) || isNotFound(query)));

/** Those that were lent until now or earlier, by what was read of them. */
export function over(queries: QueryClient, now: number): Ids {
  const itself = queries.getQueryCache().findAll({ predicate: isItself });
  const ended = itself.filter((query) => {
    const end = (query.state.data as { access_ends_at?: string | null } | undefined)?.access_ends_at;
    return end && Date.parse(end) <= now;
  });
  return new Set(ended.map((query) => query.queryKey[1]));
}

/** What hangs on it is not kept once it is lost. */
export function forgetWhatHangsOn(queries: QueryClient, id: string): void {
  const ids = new Set([id]);
  queries.removeQueries({ predicate: (query) => hangsOn(query, ids) });
}

/** Reads it anew, and then, if one still sees it, what hangs on it. */
export async function lookAgain(queries: QueryClient, id: string): Promise<void> {
  const ids = new Set([id]);
  await queries.invalidateQueries({ queryKey: keys.opportunity(id), exact: true });
  await queries.invalidateQueries({ predicate: (query) => hangsOn(query, ids) && !isLost(queries, id) });
}

/** The same of all: those that are open first say whether one still sees them. */
export function lookAgainAtAll(queries: QueryClient): void {
  const open = queries.getQueryCache().findAll({ predicate: isItself, type: "active" });
  const ids = new Set(open.map((query) => String(query.queryKey[1])));
  const others = (query: Query) => !ids.has(String(query.queryKey[1]));
  void queries.invalidateQueries({ queryKey: ["opportunity"], predicate: others });
  for (const id of ids) void lookAgain(queries, id);
}

const isLost = (queries: QueryClient, id: string): boolean => {
  const itself = queries.getQueryCache().find({ queryKey: keys.opportunity(id), exact: true });
  return itself !== undefined && isNotFound(itself);
};
