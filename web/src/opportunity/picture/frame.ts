import type { Box, Layout } from "./measures";

export type View = { x: number; y: number; zoom: number };
const READABLE = 0.62;
const CLOSEST = 1.05;
/** Close enough to read, far enough to see what lies around. */
const CONTEXT = 0.75;
/** The least at which names are read where nothing matters more than the rest. */
const OVERVIEW = 0.34;
/** The least at which a step and its color are still told apart. */
const GLANCE = 0.2;
const MARGIN = 24;

/** All of it while it can be read; else what matters now, its first step always in sight. */
export function frameOf(
  layout: Layout,
  focus: readonly string[],
  size: { width: number; height: number },
): View {
  const whole = { x: 0, y: 0, width: layout.width, height: layout.height };
  const all = fit(whole, size);
  const boxes = focus.flatMap((id) => layout.steps.get(id) ?? []);
  const [first] = boxes;
  if (all.zoom >= (first ? READABLE : OVERVIEW)) return all;
  if (!first) return within({ zoom: CONTEXT, x: MARGIN, y: MARGIN }, layout, size);
  const near = fit(bounds(boxes), size, CONTEXT);
  // What can be done from here comes before how large it is written: the list beside says it in words.
  if (near.zoom >= GLANCE) return within(near, layout, size);
  const middle = { x: first.x + first.width / 2, y: first.y + first.height / 2 };
  const view = {
    zoom: CONTEXT,
    x: size.width * 0.4 - middle.x * CONTEXT,
    y: size.height / 2 - middle.y * CONTEXT,
  };
  return within(view, layout, size);
}

/** Is all of it large enough to read? */
export const isReadable = (layout: Layout, size: { width: number; height: number }): boolean =>
  fit({ x: 0, y: 0, width: layout.width, height: layout.height }, size).zoom >= READABLE;

/** The same view, moved no further than it takes to see these; of what is larger than the view, a part is enough. */
export function showing(view: View, boxes: readonly Box[], size: { width: number; height: number }): View {
  if (boxes.length === 0) return view;
  const box = bounds(boxes);
  const moved = (start: number, length: number, room: number): number => {
    if (length + 2 * MARGIN > room)
      return start < room - MARGIN && start + length > MARGIN ? 0 : MARGIN - start;
    return start < MARGIN ? MARGIN - start : Math.min(0, room - MARGIN - start - length);
  };
  const { zoom } = view;
  const left = box.x * zoom + view.x;
  const top = box.y * zoom + view.y;
  return {
    zoom,
    x: view.x + moved(left, box.width * zoom, size.width),
    y: view.y + moved(top, box.height * zoom, size.height),
  };
}

/** No more emptiness beside the picture than must be. */
function within(view: View, layout: Layout, size: { width: number; height: number }): View {
  const held = (start: number, length: number, room: number): number =>
    length + 2 * MARGIN <= room
      ? (room - length) / 2
      : Math.min(MARGIN, Math.max(room - length - MARGIN, start));
  return {
    zoom: view.zoom,
    x: held(view.x, layout.width * view.zoom, size.width),
    y: held(view.y, layout.height * view.zoom, size.height),
  };
}

export function fit(box: Box, size: { width: number; height: number }, closest = CLOSEST): View {
  const margin = Math.min(MARGIN, size.width / 40);
  const zoom = Math.min(
    closest,
    (size.width - 2 * margin) / Math.max(1, box.width),
    (size.height - 2 * margin) / Math.max(1, box.height),
  );
  return {
    zoom,
    x: size.width / 2 - (box.x + box.width / 2) * zoom,
    y: size.height / 2 - (box.y + box.height / 2) * zoom,
  };
}

function bounds(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((b) => b.x));
  const y = Math.min(...boxes.map((b) => b.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((b) => b.x + b.width)) - x,
    height: Math.max(...boxes.map((b) => b.y + b.height)) - y,
  };
}

/** The step next to this one in a direction: the nearest that lies that way. */
export function nextStep(layout: Layout, from: string, key: string): string | null {
  const here = layout.steps.get(from);
  if (!here) return null;
  const across = key === "ArrowLeft" || key === "ArrowRight";
  const sign = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
  let best: { id: string; cost: number } | null = null;
  for (const [id, p] of layout.steps) {
    const ahead = (across ? p.x - here.x : p.y - here.y) * sign;
    const aside = Math.abs(across ? p.y - here.y : p.x - here.x);
    if (ahead <= 0 || (!across && aside > 0)) continue;
    const cost = ahead + aside * 2;
    if (!best || cost < best.cost) best = { id, cost };
  }
  return best?.id ?? null;
}
