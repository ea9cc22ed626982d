import { type QueryClient, type QueryKey, queryOptions } from "@tanstack/react-query";

export type Page<R> = { items: R[]; next_cursor: string | null };
export type Read<P> = (asked: { limit: number; cursor?: string }, signal?: AbortSignal) => Promise<P>;

export const FIRST = 60;
export const MORE = 100;
const LARGEST = 200;
/** As many rows are read anew when something changed; what was loaded below them stays as it was. */
const ANEW = 600;

/** A list that grows as one scrolls. Read anew, it is as long as before, so that nobody is thrown back to the top. */
export const growingQuery = <R extends { id: string }, P extends Page<R>>(key: QueryKey, read: Read<P>) =>
  queryOptions({
    queryKey: key,
    queryFn: ({ signal, client }) => again(client.getQueryData<P>(key), (asked) => read(asked, signal)),
    staleTime: Number.POSITIVE_INFINITY,
  });

export async function again<R extends { id: string }, P extends Page<R>>(
  old: P | undefined,
  read: Read<P>,
): Promise<P> {
  const wanted = Math.min(ANEW, old?.items.length ?? 0);
  const first = await read({ limit: Math.min(LARGEST, Math.max(FIRST, wanted)) });
  let { items, next_cursor } = first;
  while (next_cursor && items.length < wanted) {
    const page = await read({
      limit: Math.min(LARGEST, Math.max(1, wanted - items.length)),
      cursor: next_cursor,
    });
    items = [...items, ...page.items];
    next_cursor = page.next_cursor;
  }
  if (old && next_cursor && old.items.length > items.length) {
    const known = new Set(items.map((row) => row.id));
    items = [...items, ...old.items.slice(items.length).filter((row) => !known.has(row.id))];
    next_cursor = old.next_cursor;
  }
  return { ...first, items, next_cursor };
}

/** The next page, below what is loaded. */
export async function grow<R extends { id: string }, P extends Page<R>>(
  queries: QueryClient,
  key: QueryKey,
  read: Read<P>,
): Promise<void> {
  const cursor = queries.getQueryData<P>(key)?.next_cursor;
  if (!cursor) return;
  const page = await read({ limit: MORE, cursor });
  queries.setQueryData<P>(key, (now) => {
    if (!now || now.next_cursor !== cursor) return now;
    const known = new Set(now.items.map((row) => row.id));
    return {
      ...now,
      items: [...now.items, ...page.items.filter((row) => !known.has(row.id))],
      next_cursor: page.next_cursor,
    };
  });
}
