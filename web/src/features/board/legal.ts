import { useTranslation } from "react-i18next";
import type { Board, Card, Schemas } from "@/lib/types";

type BoardMove = Schemas["StageMove"];

/** What a column is to the card in the hand: its home, open to it, or closed with a reason. */
export function stateOf(
  board: Board,
  stage: string,
  dragging: Card | null,
): { state: "home" | "open" | "closed" | undefined; move: BoardMove | undefined } {
  if (!dragging) return { state: undefined, move: undefined };
  const column = board.columns.find((c) => c.stage.id === stage);
  if (column?.cards.some((card) => card.id === dragging.id)) return { state: "home", move: undefined };
  const move = board.moves[dragging.step]?.find((m) => m.stage === stage);
  return { state: move?.allowed ? "open" : "closed", move };
}

/** Why a stage is closed: the server's sentence names the way there, too. */
export function useWhyNot(): (move: { text: string | null } | undefined) => string {
  const { t } = useTranslation();
  return (move) => move?.text ?? t("move.no_transition");
}
