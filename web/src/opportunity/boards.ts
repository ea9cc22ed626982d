import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { api, unwrap } from "@/lib/client";
import { setServerNow } from "@/lib/clock";
import { keys } from "@/lib/keys";
import type { Board, BoardColumn, Card, Opportunity } from "@/lib/types";

export type BoardFilters = {
  owner?: string;
  q?: string;
  due?: string;
  excluded?: string;
  closed?: string;
  /** `KEY:OP:VALUE` each. */
  field?: string[];
};

/** Opportunities that others changed since the boards were last read. */
const changed = new Set<string>();
let everythingChanged = false;
export const markChanged = (id: string): void => void changed.add(id);
export const isChanged = (id: string): boolean => changed.has(id);
export const markAllChanged = (): void => {
  everythingChanged = true;
};

let flashing: ReadonlySet<string> = new Set();
const watchers = new Set<() => void>();
const setFlashing = (next: ReadonlySet<string>): void => {
  flashing = next;
  for (const watcher of watchers) watcher();
};
function flash(ids: readonly string[]): void {
  if (ids.length === 0) return;
  setFlashing(new Set([...flashing, ...ids]));
  window.setTimeout(() => setFlashing(new Set([...flashing].filter((id) => !ids.includes(id)))), 1700);
}
/** Cards that light up once, since someone else changed them. */
export const useFlashing = (): ReadonlySet<string> =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => flashing,
  );

/**
 * One team's board. Columns grow as one scrolls; a refresh reads the first page of each anew, with the server's counts,
 * and keeps what was loaded below it, so that nobody is thrown back to the top.
 */
export const boardQuery = (team: string, filters: BoardFilters) =>
  queryOptions({
    queryKey: keys.board(team, filters),
    queryFn: async ({ signal, client, queryKey }) => {
      const query = { team, closed: "90", ...filters };
      const touched = new Set(changed);
      changed.clear();
      const fresh = unwrap(await api.GET("/api/v1/board", { params: { query }, signal })) as Board;
      setServerNow(fresh.now);
      const old = everythingChanged ? undefined : client.getQueryData<Board>(queryKey);
      everythingChanged = false;
      if (!old) return fresh;
      const board = keepTails(old, fresh, await readTails(old, fresh, touched));
      const shown = new Set(board.columns.flatMap((c) => c.cards.map((card) => card.id)));
      flash([...touched].filter((id) => shown.has(id)));
      return board;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

const idsOf = (board: Board): Set<string> =>
  new Set(board.columns.flatMap((c) => c.cards.map((card) => card.id)));

/** The changed cards that were loaded below the first page: as they are now, or null where they are no more. */
async function readTails(
  old: Board,
  fresh: Board,
  touched: ReadonlySet<string>,
): Promise<Map<string, Placed | null>> {
  const first = idsOf(fresh);
  const grown = fresh.columns.some((column) => grownFrom(old, column));
  const lost = grown ? [...idsOf(old)].filter((id) => touched.has(id) && !first.has(id)).slice(0, 20) : [];
  const read = await Promise.all(
    lost.map(async (id) => {
      const { data } = await api.GET("/api/v1/opportunities/{opportunity_id}", {
        params: { path: { opportunity_id: id } },
      });
      return [id, data ? { card: cardOf(data), stage: data.stage.id, team: data.team.id } : null] as const;
    }),
  );
  return new Map([...[...touched].map((id) => [id, null] as const), ...read]);
}
/** A column as it was, if more of it was loaded than its first page. */
function grownFrom(old: Board, column: BoardColumn): BoardColumn | undefined {
  const was = old.columns.find((c) => c.stage.id === column.stage.id);
  return column.next_cursor && was && was.cards.length > column.cards.length ? was : undefined;
}

type Placed = { card: Card; stage: string; team: string };

/** `now` names the touched cards as they are now (null: gone, or in a first page). */
export function keepTails(old: Board, fresh: Board, now: ReadonlyMap<string, Placed | null>): Board {
  const first = idsOf(fresh);
  const columns = fresh.columns.map((column): BoardColumn => {
    const was = grownFrom(old, column);
    if (!was) return column;
    const tail = was.cards.flatMap((card) => {
      if (first.has(card.id)) return [];
      if (!now.has(card.id)) return [card];
      const placed = now.get(card.id);
      return placed?.stage === column.stage.id && placed.team === fresh.team.id ? [placed.card] : [];
    });
    return { ...column, cards: [...column.cards, ...tail], next_cursor: was.next_cursor };
  });
  return { ...fresh, columns };
}

/** Reads the next page of a column into the board that is shown. */
export async function growColumn(
  queries: QueryClient,
  team: string,
  filters: BoardFilters,
  stage: string,
): Promise<void> {
  const key = keys.board(team, filters);
  const cursor = queries.getQueryData<Board>(key)?.columns.find((c) => c.stage.id === stage)?.next_cursor;
  if (!cursor) return;
  const query = { team, closed: "90", ...filters, stage, cursor };
  const page = unwrap(await api.GET("/api/v1/board/column", { params: { query } }));
  queries.setQueryData<Board>(key, (board) => {
    if (!board || board.columns.find((c) => c.stage.id === stage)?.next_cursor !== cursor) return board;
    const known = idsOf(board);
    return withColumn(board, stage, (c) => ({
      ...c,
      cards: [...c.cards, ...page.cards.filter((card) => !known.has(card.id))],
      next_cursor: page.next_cursor,
    }));
  });
}

const withColumn = (board: Board, stage: string, change: (c: BoardColumn) => BoardColumn): Board => ({
  ...board,
  columns: board.columns.map((c) => (c.stage.id === stage ? change(c) : c)),
});

/** A sum of the page's own, until the server's arrives: exact enough for three figures. */
function addTo(amounts: Board["amounts"], card: Card, sign: 1 | -1): Board["amounts"] {
  if (card.amount === null) return amounts;
  const found = amounts.find((a) => a.currency === card.currency);
  if (!found) return sign > 0 ? [...amounts, { currency: card.currency, amount: card.amount }] : amounts;
  const amount = String(Number(found.amount) + sign * Number(card.amount));
  return amounts.map((a) => (a === found ? { ...a, amount } : a));
}

const share = (board: Board): Board => ({
  ...board,
  columns: board.columns.map((c) => ({ ...c, share: board.count > 0 ? c.count / board.count : 0 })),
});

export function findCard(board: Board, id: string): { card: Card; column: BoardColumn } | undefined {
  for (const column of board.columns) {
    const card = column.cards.find((x) => x.id === id);
    if (card) return { card, column };
  }
  return undefined;
}

/** The board without a card, its counts and sums following. */
export function withoutCard(board: Board, id: string): Board {
  const found = findCard(board, id);
  if (!found) return board;
  const left = withColumn(board, found.column.stage.id, (c) => ({
    ...c,
    cards: c.cards.filter((x) => x.id !== id),
    count: c.count - 1,
    amounts: addTo(c.amounts, found.card, -1),
  }));
  return share({ ...left, count: left.count - 1, amounts: addTo(left.amounts, found.card, -1) });
}

/**
 * The board with a card on a stage: in its place when it was there, on top of the column when it comes from another. A
 * card of an older revision than the one shown changes nothing.
 */
export function withCard(board: Board, card: Card, stage: string): Board {
  const found = findCard(board, card.id);
  if (found && found.card.revision > card.revision) return board;
  if (found?.column.stage.id === stage) {
    const swap = (amounts: Board["amounts"]) => addTo(addTo(amounts, found.card, -1), card, 1);
    const changedBoard = withColumn(board, stage, (c) => ({
      ...c,
      cards: c.cards.map((x) => (x.id === card.id ? card : x)),
      amounts: swap(c.amounts),
    }));
    return { ...changedBoard, amounts: swap(board.amounts) };
  }
  if (!board.columns.some((c) => c.stage.id === stage)) return withoutCard(board, card.id);
  const rest = withoutCard(board, card.id);
  const put = withColumn(rest, stage, (c) => ({
    ...c,
    cards: [card, ...c.cards],
    count: c.count + 1,
    amounts: addTo(c.amounts, card, 1),
  }));
  return share({ ...put, count: rest.count + 1, amounts: addTo(rest.amounts, card, 1) });
}

/** What a board shows of an opportunity. */
export const cardOf = (o: Opportunity): Card => ({
  id: o.id,
  number: o.number,
  contact: o.contact?.name ?? null,
  title: o.own_title,
  account: o.account?.name ?? null,
  amount: o.amount,
  currency: o.currency,
  step: o.step.id,
  owner: o.owner?.id ?? null,
  follow_up_at: o.follow_up_at,
  channel: o.channel?.kind ?? null,
  revision: o.revision,
  entered_at: o.entered_at,
  excluded: o.excluded,
  move: o.may.move,
  source_number: o.source_number,
  product: o.product?.name ?? null,
  access_ends_at: o.access_ends_at,
});

export type BoardsBefore = [readonly unknown[], Board | undefined][];

/** Changes every board in the cache, and gives back what they were, for a roll-back. */
export function changeBoards(queries: QueryClient, change: (board: Board) => Board): BoardsBefore {
  const before = queries.getQueriesData<Board>({ queryKey: keys.boards });
  queries.setQueriesData<Board>({ queryKey: keys.boards }, (board) => board && change(board));
  return before as BoardsBefore;
}

/** Puts the card where the server says the opportunity is; boards of other teams lose it. */
export function showOnBoards(queries: QueryClient, o: Opportunity): void {
  changeBoards(queries, (board) => {
    if (board.team.id !== o.team.id) return withoutCard(board, o.id);
    const found = findCard(board, o.id);
    if (!found) return board;
    return withCard(board, { ...found.card, ...cardOf(o) }, o.stage.id);
  });
}

let soon = 0;
/** True counts once the hand rests: a burst of changes reads the board once. */
export function refreshBoardsSoon(queries: QueryClient): void {
  window.clearTimeout(soon);
  soon = window.setTimeout(() => void queries.invalidateQueries({ queryKey: keys.boards }), 1500);
}
