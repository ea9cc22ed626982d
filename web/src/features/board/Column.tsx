import { dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter";
import { combine } from "@atlaskit/pragmatic-drag-and-drop/utils/combine";
import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element";
import { IconArrowDown, IconLock } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Board, BoardColumn, Card, Me, Ref } from "@/lib/types";
import { type BoardFilters, growColumn } from "@/opportunity/boards";
import { OpportunityCard } from "@/opportunity/OpportunityCard";
import { stageColor } from "@/opportunity/StageDot";
import { useFormats } from "@/ui/useFormats";
import c from "./board.module.css";
import { ColumnMenu } from "./ColumnMenu";
import { stateOf, useWhyNot } from "./legal";

type Props = {
  column: BoardColumn;
  board: Board;
  filters: BoardFilters;
  people: ReadonlyMap<string, Ref>;
  now: number;
  dragging: Card | null;
  flashing: ReadonlySet<string>;
  row: number;
  me: Me;
};

/** One stage: its true count and sum, and as many of its cards as one has scrolled to. */
export function Column({ column, board, filters, people, now, dragging, flashing, row, me }: Props) {
  const { t } = useTranslation();
  const { count, percent, sums } = useFormats();
  const queries = useQueryClient();
  const why = useWhyNot();
  const section = useRef<HTMLElement>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const growing = useRef(false);
  const [over, setOver] = useState(false);
  const { stage, cards, steps, next_cursor } = column;
  const v = useVirtualizer({
    count: cards.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => row,
    overscan: 4,
    getItemKey: (i) => cards[i]?.id ?? i,
    paddingStart: 2,
    paddingEnd: 12,
  });
  const stepName = useMemo(() => new Map(steps.map((s) => [s.id, s.name])), [steps]);
  const { state, move } = stateOf(board, stage.id, dragging);
  const open = state === "open";

  useEffect(() => {
    const element = section.current;
    const list = scroll.current;
    if (!element || !list) return;
    return combine(
      dropTargetForElements({
        element,
        getData: () => ({ stage: stage.id }),
        canDrop: ({ source }) => source.data.type === "opportunity" && open,
        onDragEnter: () => setOver(true),
        onDragLeave: () => setOver(false),
        onDrop: () => setOver(false),
      }),
      autoScrollForElements({ element: list }),
    );
  }, [stage.id, open]);

  const rows = v.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (!next_cursor || growing.current || last < cards.length - 8) return;
    growing.current = true;
    growColumn(queries, board.team.id, filters, stage.id)
      .catch(() => undefined)
      .finally(() => {
        growing.current = false;
      });
  }, [last, cards.length, next_cursor, queries, board.team.id, filters, stage.id]);

  // Arrow keys walk the list, also past what is rendered.
  const onKeyDown = (e: KeyboardEvent<HTMLElement>) => {
    const way = e.key === "ArrowDown" ? 1 : e.key === "ArrowUp" ? -1 : 0;
    const at = (e.target as HTMLElement).closest<HTMLElement>("[data-index]");
    if (!way || !at) return;
    const i = Number(at.dataset.index) + way;
    if (i < 0 || i >= cards.length) return;
    e.preventDefault();
    v.scrollToIndex(i);
    requestAnimationFrame(() =>
      section.current?.querySelector<HTMLElement>(`[data-index="${i}"] [data-opp]`)?.focus(),
    );
  };

  return (
    <section
      ref={section}
      className={c.col}
      data-stage={stage.id}
      data-state={state}
      data-over={over || undefined}
      aria-label={t("board.column", { name: stage.name, count: column.count })}
      onKeyDown={onKeyDown}
      style={{ ["--stage" as string]: stageColor(stage) }}
    >
      <header className={c.colHead}>
        <i className={c.dot} aria-hidden />
        <h2 className={c.colName} title={stage.name}>
          {stage.name}
        </h2>
        <span
          className={c.colCount}
          data-testid={`count-${stage.id}`}
          title={t("board.share", { share: percent(column.share) })}
        >
          {count(column.count)}
        </span>
        {me.may.work && column.count > 0 && <ColumnMenu board={board} column={column} filters={filters} />}
        <span className={c.colSum}>
          {percent(column.share)}
          {board.team.deal_amount && column.amounts.length > 0 && ` · ${sums(column.amounts)}`}
        </span>
      </header>
      <div ref={scroll} className={c.scroll}>
        {cards.length === 0 && (
          <div className={c.empty}>
            <b>{t("board.empty")}</b>
            {t("board.empty_hint")}
          </div>
        )}
        <ul className={c.list} style={{ height: v.getTotalSize() }}>
          {rows.map((r) => {
            const card = cards[r.index];
            if (!card) return null;
            return (
              <li
                key={r.key}
                data-index={r.index}
                aria-setsize={column.count}
                aria-posinset={r.index + 1}
                className={c.row}
                style={{ transform: `translateY(${r.start}px)`, height: row }}
              >
                <OpportunityCard
                  card={card}
                  owner={card.owner ? people.get(card.owner) : undefined}
                  step={steps.length > 1 ? stepName.get(card.step) : undefined}
                  amounts={board.team.deal_amount}
                  now={now}
                  dragged={dragging?.id === card.id}
                  flash={flashing.has(card.id)}
                />
              </li>
            );
          })}
        </ul>
      </div>
      {state === "open" && (
        <div className={c.hint} aria-hidden>
          <IconArrowDown size={14} />
          <span>{t("board.drop", { stage: stage.name })}</span>
        </div>
      )}
      {state === "closed" && (
        <div className={c.hint} aria-hidden>
          <IconLock size={14} />
          <span>{why(move)}</span>
        </div>
      )}
    </section>
  );
}
