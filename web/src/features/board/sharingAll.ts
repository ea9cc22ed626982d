import type { QueryClient } from "@tanstack/react-query";
import { api, isApiError, newIdempotencyKey, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import { piecesOf } from "@/lib/pieces";
import type { Board, BoardColumn, Card, Schemas } from "@/lib/types";
import { type BoardFilters, refreshBoardsSoon } from "@/opportunity/boards";

export type Item = Schemas["SharesBatchIn"]["items"][number];
export type Failed = { card: Card; code: string; text: string };
export type Progress = {
  done: number;
  total: number;
  completed: number;
  processing: number;
  failed: Failed[];
};

/** How many are asked for at once: few enough that a bar moves. */
const PIECE = 50;

/** Every card of a column under its filters, page by page. */
export async function readColumn(
  board: Board,
  column: BoardColumn,
  filters: BoardFilters,
  signal: AbortSignal,
): Promise<Card[]> {
  const cards = new Map<string, Card>();
  let cursor: string | null = null;
  do {
    const query = {
      team: board.team.id,
      closed: "90",
      ...filters,
      stage: column.stage.id,
      ...(cursor ? { cursor } : {}),
    };
    const page: Schemas["ColumnPageOut"] = unwrap(
      await api.GET("/api/v1/board/column", { params: { query }, signal }),
    );
    for (const card of page.cards) cards.set(card.id, card);
    cursor = page.next_cursor;
  } while (cursor && !signal.aborted);
  return [...cards.values()];
}

/** What a piece came to, added to what the others did. */
export function withPiece(
  so_far: Progress,
  cards: readonly Card[],
  result: Schemas["SharesBatchOut"],
): Progress {
  const failed = result.items.flatMap(({ index, error }): Failed[] => {
    const card = cards[index];
    if (!error || !card) return [];
    return [{ card, code: error.code, text: error.fields[0]?.message ?? error.detail }];
  });
  return {
    ...so_far,
    done: so_far.done + cards.length,
    completed: so_far.completed + result.completed,
    processing: so_far.processing + result.processing,
    failed: [...so_far.failed, ...failed],
  };
}

/** Piece after piece, telling each time how far it came; a piece that can't be sent fails, the others go on. */
export async function shareAll(
  queries: QueryClient,
  cards: readonly Card[],
  itemOf: (card: Card) => Item,
  tell: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  let progress: Progress = { done: 0, total: cards.length, completed: 0, processing: 0, failed: [] };
  tell(progress);
  for (const piece of piecesOf(cards, PIECE)) {
    if (signal.aborted) break;
    try {
      const result = unwrap(
        await api.POST("/api/v1/shares/batch", {
          body: { items: piece.map(itemOf), later: false },
          headers: { "Idempotency-Key": newIdempotencyKey() },
        }),
      );
      progress = withPiece(progress, piece, result);
    } catch (error) {
      const text = isApiError(error) ? (error.fields[0]?.message ?? error.message) : String(error);
      const failed = piece.map((card) => ({ card, code: isApiError(error) ? error.code : "", text }));
      progress = { ...progress, done: progress.done + piece.length, failed: [...progress.failed, ...failed] };
    }
    tell(progress);
  }
  void queries.invalidateQueries({ queryKey: keys.shares });
  refreshBoardsSoon(queries);
}
