import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from "@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter";
import { combine } from "@atlaskit/pragmatic-drag-and-drop/utils/combine";
import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element";
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";

type Edge = "before" | "after";
/** Where something was let go: beside an item, or in an empty place. */
export type Drop = { id: string; group: string; beside: string | null; edge: Edge };

const edgeAt = (element: Element, y: number): Edge => {
  const { top, height } = element.getBoundingClientRect();
  return y < top + height / 2 ? "before" : "after";
};

/** A row that is dragged by the pointer, and beside which others are let go. */
export function useRow<T extends HTMLElement>(
  kind: string,
  id: string,
  group: string,
): { ref: RefObject<T | null>; dragged: boolean; edge: Edge | null } {
  const ref = useRef<T>(null);
  const [dragged, setDragged] = useState(false);
  const [edge, setEdge] = useState<Edge | null>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    return combine(
      draggable({
        element,
        getInitialData: () => ({ kind, id }),
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data.kind === kind && source.data.id !== id,
        getData: ({ input }) => ({ beside: id, group, edge: edgeAt(element, input.clientY) }),
        onDrag: ({ self, location }) =>
          setEdge(location.current.dropTargets[0]?.element === element ? (self.data.edge as Edge) : null),
        onDragLeave: () => setEdge(null),
        onDrop: () => setEdge(null),
      }),
    );
  }, [kind, id, group]);
  return { ref, dragged, edge };
}

/** Something that takes rows at its end: an empty stage, a section's ground. */
export function useGround<T extends HTMLElement>(
  kind: string,
  group: string,
): { ref: RefObject<T | null>; over: boolean } {
  const ref = useRef<T>(null);
  const [over, setOver] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data.kind === kind,
      getData: () => ({ beside: null, group, edge: "after" }),
      onDrag: ({ location }) => setOver(location.current.dropTargets[0]?.element === element),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [kind, group]);
  return { ref, over };
}

/** Hears where a row of that kind was let go. */
export function useDrops(kind: string, onDrop: (drop: Drop) => void): void {
  const latest = useRef(onDrop);
  latest.current = onDrop;
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => source.data.kind === kind,
        onDrop: ({ source, location }) => {
          const at = location.current.dropTargets[0]?.data;
          if (at) latest.current({ ...at, id: source.data.id } as Drop);
        },
      }),
    [kind],
  );
}

/** The page scrolls while something is dragged to its edge. */
export function useScrolling(): void {
  useEffect(() => {
    const main = document.getElementById("main");
    return main ? autoScrollForElements({ element: main }) : undefined;
  }, []);
}

/** The item before which the drop lands, in the list as it is without what is dragged; null at its end. */
export function landing(drop: Drop, list: readonly { id: string }[]): string | null {
  if (drop.beside === null) return null;
  const rest = list.filter((one) => one.id !== drop.id);
  const at = rest.findIndex((one) => one.id === drop.beside);
  return drop.edge === "before" ? drop.beside : (rest[at + 1]?.id ?? null);
}

/** One place up or down: the item before which it comes to stand, or undefined at the end of the way. */
export function stepped(
  list: readonly { id: string }[],
  id: string,
  way: "up" | "down",
): string | null | undefined {
  const at = list.findIndex((one) => one.id === id);
  if (way === "up") return list[at - 1]?.id;
  return at < 0 || at + 1 >= list.length ? undefined : (list[at + 2]?.id ?? null);
}

/** Alt and an arrow move what has the focus. */
export const arrow = (e: KeyboardEvent): "up" | "down" | null =>
  e.altKey && e.key === "ArrowUp" ? "up" : e.altKey && e.key === "ArrowDown" ? "down" : null;

/** The row keeps the focus after it was put elsewhere. */
export function focusRow(id: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus());
}
