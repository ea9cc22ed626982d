import { monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter";
import { combine } from "@atlaskit/pragmatic-drag-and-drop/utils/combine";
import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element";
import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useNow } from "@/lib/clock";
import type { Board, Card, Me, Stage } from "@/lib/types";
import { type BoardFilters, findCard, useFlashing } from "@/opportunity/boards";
import { useMove } from "@/opportunity/moving";
import { cardName } from "@/opportunity/OpportunityCard";
import { useShortcuts } from "@/ui/shortcuts";
import c from "./board.module.css";
import { CardMenu, type MenuAt } from "./CardMenu";
import { Column } from "./Column";
import { useBoardSearch } from "./filters";

type Props = {
  board: Board;
  filters: BoardFilters;
  /** The one stage to show, on a phone. */
  only: string | undefined;
  stale: boolean;
  me: Me;
};

const focusedCard = (): HTMLElement | null =>
  document.activeElement?.closest("article")?.querySelector<HTMLElement>("[data-opp]") ?? null;

/** The columns and everything that moves cards between them. */
export function Columns({ board: latest, filters, only, stale, me }: Props) {
  const { change } = useBoardSearch();
  const move = useMove();
  const ref = useRef<HTMLDivElement>(null);
  const flashing = useFlashing();
  const [dragging, setDragging] = useState<Card | null>(null);
  const [menu, setMenu] = useState<MenuAt | null>(null);
  // While something is held or asked, what others change waits: nothing jumps under the pointer.
  const held = useRef(latest);
  if (!dragging && !menu) held.current = latest;
  const board = held.current;

  const instants = useMemo(
    () => board.columns.flatMap((column) => column.cards.map((card) => card.follow_up_at)),
    [board],
  );
  const now = useNow(instants);
  const people = useMemo(() => new Map(board.people.map((p) => [p.id, p])), [board.people]);

  const moveTo = useCallback(
    (card: Card, to: { stage?: string; step?: string }, stage: Stage) =>
      move({ id: card.id, name: cardName(card), revision: card.revision, to, stage }),
    [move],
  );

  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    return combine(
      monitorForElements({
        canMonitor: ({ source }) => source.data.type === "opportunity",
        onDragStart: ({ source }) => setDragging(source.data.card as Card),
        onDrop: ({ source, location }) => {
          setDragging(null);
          const target = location.current.dropTargets[0]?.data.stage as string | undefined;
          const card = source.data.card as Card;
          const stage = latest.columns.find((x) => x.stage.id === target)?.stage;
          if (stage && !latest.columns.find((x) => x.stage === stage)?.cards.some((x) => x.id === card.id))
            moveTo(card, { stage: stage.id }, stage);
        },
      }),
      autoScrollForElements({ element }),
    );
  }, [latest, moveTo]);

  const open = (id: string) => change({ opp: id });
  const ask = (id: string, element: HTMLElement, what: MenuAt["what"]) => {
    const card = findCard(board, id)?.card;
    if (card && (what === "follow-up" || card.move)) setMenu({ card, element, what });
  };

  const onClick = (e: MouseEvent<HTMLElement>) => {
    if (e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey) return;
    const element = (e.target as HTMLElement).closest<HTMLElement>("[data-opp],[data-move]");
    if (!element) return;
    e.preventDefault();
    if (element.dataset.move) ask(element.dataset.move, element, "move");
    else if (element.dataset.opp) open(element.dataset.opp);
  };

  const onFocused = (what: MenuAt["what"]) => () => {
    const link = focusedCard();
    if (link?.dataset.opp) ask(link.dataset.opp, link, what);
  };
  useShortcuts({ m: onFocused("move"), e: onFocused("follow-up") });

  // Left and right go to the nearest card of the next column that has any; up and down are the column's own.
  const onKeyDown = (e: KeyboardEvent<HTMLElement>) => {
    const way = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0;
    const from = (e.target as HTMLElement).closest("article");
    if (!way || !from || !ref.current) return;
    const sections = [...ref.current.querySelectorAll("section")];
    const rtl = getComputedStyle(ref.current).direction === "rtl" ? -1 : 1;
    const top = from.getBoundingClientRect().top;
    for (let i = sections.findIndex((s) => s.contains(from)) + way * rtl; sections[i]; i += way * rtl) {
      const links = [...(sections[i]?.querySelectorAll<HTMLElement>("[data-opp]") ?? [])];
      const near = links.sort(
        (a, b) =>
          Math.abs(a.getBoundingClientRect().top - top) - Math.abs(b.getBoundingClientRect().top - top),
      )[0];
      if (near) {
        e.preventDefault();
        near.focus();
        near.scrollIntoView({ block: "nearest", inline: "nearest" });
        return;
      }
    }
  };

  const tall = board.team.deal_amount || board.columns.some((x) => x.steps.length > 1);
  const shown = only ? board.columns.filter((x) => x.stage.id === only) : board.columns;
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: delegates for the links and buttons inside */}
      <div
        className={c.board}
        ref={ref}
        onClick={onClick}
        onKeyDown={onKeyDown}
        data-testid="board"
        data-stale={stale || undefined}
      >
        {shown.map((column) => (
          <Column
            key={column.stage.id}
            column={column}
            board={board}
            filters={filters}
            people={people}
            now={now}
            dragging={dragging}
            flashing={flashing}
            row={tall ? 126 : 98}
            me={me}
          />
        ))}
      </div>
      <CardMenu at={menu} now={now} onMove={moveTo} onClose={() => setMenu(null)} />
    </>
  );
}
