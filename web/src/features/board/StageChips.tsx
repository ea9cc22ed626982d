import {
  dropTargetForElements,
  monitorForElements,
} from "@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter";
import { combine } from "@atlaskit/pragmatic-drag-and-drop/utils/combine";
import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Board, BoardColumn, Card } from "@/lib/types";
import { stageColor } from "@/opportunity/StageDot";
import { useFormats } from "@/ui/useFormats";
import b from "./board.module.css";
import c from "./chips.module.css";
import { useBoardSearch } from "./filters";
import { stateOf } from "./legal";

/** On a phone the board shows one stage at a time, chosen here; a card that is held goes to the others over their names. */
export function StageChips({ board, shown }: { board: Board; shown: string | undefined }) {
  const { t } = useTranslation();
  const { change } = useBoardSearch();
  const row = useRef<HTMLElement>(null);
  const [dragging, setDragging] = useState<Card | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen chip comes into sight when it changes
  useEffect(() => {
    row.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [shown]);
  useEffect(() => {
    if (!row.current) return;
    return combine(
      monitorForElements({
        canMonitor: ({ source }) => source.data.type === "opportunity",
        onDragStart: ({ source }) => setDragging(source.data.card as Card),
        onDrop: () => setDragging(null),
      }),
      autoScrollForElements({ element: row.current }),
    );
  }, []);
  return (
    <nav className={c.chips} aria-label={t("board.stages")} ref={row}>
      {board.columns.map((column) => (
        <StageChip
          key={column.stage.id}
          column={column}
          current={column.stage.id === shown}
          state={stateOf(board, column.stage.id, dragging).state}
          onChoose={() => change({ stage: column.stage.id })}
        />
      ))}
    </nav>
  );
}

function StageChip({
  column: { stage, count: n },
  current,
  state,
  onChoose,
}: {
  column: BoardColumn;
  current: boolean;
  state: ReturnType<typeof stateOf>["state"];
  onChoose: () => void;
}) {
  const { count } = useFormats();
  const ref = useRef<HTMLButtonElement>(null);
  const [over, setOver] = useState(false);
  const open = state === "open";
  useEffect(() => {
    if (!ref.current) return;
    return dropTargetForElements({
      element: ref.current,
      getData: () => ({ stage: stage.id }),
      canDrop: ({ source }) => source.data.type === "opportunity" && open,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [stage.id, open]);
  return (
    <button
      ref={ref}
      type="button"
      className={c.stageChip}
      aria-current={current || undefined}
      data-state={state}
      data-over={over || undefined}
      style={{ ["--stage" as string]: stageColor(stage) }}
      onClick={onChoose}
    >
      <i className={b.dot} aria-hidden />
      {stage.name}
      <span>{count(n)}</span>
    </button>
  );
}
