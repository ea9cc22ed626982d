import { NOWHERE } from "./graph";
import type { Point } from "./lines";
import { type Box, LANE, type LaneBox, type Layout, STEP } from "./measures";

export type Drop = { stage: string; index: number; mark: Box };

/** Where a step would land whose middle is at this point: in which lane, before which of its other steps. */
export function dropAt(layout: Layout, step: string, at: Point): Drop | null {
  const away = (lane: LaneBox) => {
    const dx = Math.max(lane.x - at.x, 0, at.x - lane.x - lane.width);
    const dy = Math.max(lane.y - at.y, 0, at.y - lane.y - lane.height);
    return dx * dx + dy * dy;
  };
  const lane = layout.lanes
    .filter((l) => l.id !== NOWHERE)
    .reduce<LaneBox | null>((best, l) => (best && away(best) <= away(l) ? best : l), null);
  if (!lane) return null;
  const others = lane.steps.filter((id) => id !== step).flatMap((id) => layout.steps.get(id) ?? []);
  const column = others.reduce<number | null>((best, p) => {
    const off = (x: number) => Math.abs(x + STEP.width / 2 - at.x);
    return best === null || off(p.x) < off(best) ? p.x : best;
  }, null);
  const before = others.filter((p) => p.x < (column ?? 0) || (p.x === column && p.y + p.height / 2 < at.y));
  const above = before.at(-1);
  const next = others[before.length];
  const x = column ?? lane.x + LANE.pad;
  const y =
    above && above.x === x
      ? above.y + above.height + 8
      : next && next.x === x
        ? next.y - 12
        : lane.y + LANE.header + 4;
  return { stage: lane.id, index: before.length, mark: { x, y, width: STEP.width, height: 4 } };
}
