import { type Line, type Point, pointAt } from "./lines";
import { type Box, LABEL, LANE, type Layout, labelWidth } from "./measures";

/** `quiet`: no room for it; it shows when its line is asked for. */
export type Label = Point & { width: number; quiet: boolean };
type Named = { id: string; name: string };

const BETWEEN = [0.4, 0.5, 0.6, 0.3, 0.7, 0.2, 0.8];
const TRIES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82];

/** Where each name stands: on its line, over no step, no lane's title and no other name; the first in the list first. */
export function placeLabels(
  transitions: readonly Named[],
  layout: Layout,
  first: ReadonlySet<string> = new Set(),
): Map<string, Label> {
  const taken: Box[] = [
    ...layout.steps.values(),
    ...layout.lanes.map((l) => ({ x: l.x, y: l.y, width: l.width, height: LANE.header - 6 })),
  ];
  const labels = new Map<string, Label>();
  const order = [...transitions].sort((a, b) => Number(first.has(b.id)) - Number(first.has(a.id)));
  for (const { id, name } of order) {
    const line = layout.lines.get(id);
    if (!line || !name) continue;
    const width = labelWidth(name);
    const spots = spotsOn(line);
    const free = spots.find((p) => !taken.some((box) => overlap(around(p, width), box)));
    if (free) taken.push(around(free, width));
    const at = free ?? spots[0] ?? { x: 0, y: 0 };
    labels.set(id, { ...at, width, quiet: !free });
  }
  return labels;
}

/** Near where the line begins, then near where it ends, then on its way. */
function spotsOn(line: Line): Point[] {
  const tries = line.shape === "straight" ? BETWEEN : TRIES;
  const on = (curve: Line["curves"][number]) => tries.map((t) => pointAt(curve, t));
  const [start, way, end] = line.curves;
  if (!start) return [];
  if (line.shape === "loop") {
    const top = pointAt(start, 0.5);
    return [0, -24, 24, -48, -80, -112].map((dx) => ({ x: top.x + dx, y: top.y - 7 }));
  }
  return [...on(start), ...(end ? on(end) : []), ...(way ? on(way) : [])];
}

export const around = (p: Point, width: number): Box => ({
  x: p.x - width / 2,
  y: p.y - LABEL.height / 2,
  width,
  height: LABEL.height,
});
export const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Of those that only show when asked for: spots clear of one another and of steps, as far as there are any. */
export function awaken(
  ids: ReadonlySet<string>,
  labels: ReadonlyMap<string, Label>,
  layout: Layout,
): Map<string, Label> {
  const asked = [...ids].flatMap((id) => {
    const label = labels.get(id);
    return label ? [{ id, label }] : [];
  });
  const taken: Box[] = [
    ...layout.steps.values(),
    ...asked.filter((a) => !a.label.quiet).map((a) => around(a.label, a.label.width)),
  ];
  const found = new Map<string, Label>();
  for (const { id, label } of asked) {
    const line = layout.lines.get(id);
    if (!label.quiet || !line) continue;
    const free = spotsOn(line).find((p) => !taken.some((box) => overlap(around(p, label.width), box)));
    const at = free ?? label;
    taken.push(around(at, label.width));
    found.set(id, { ...at, width: label.width, quiet: false });
  }
  return found;
}
