import { grouped, NOWHERE, type PictureGraph, type PictureStep } from "./graph";

/** Steps by lane. "given": as the workflow lists them; "woven": so that few lines cross. */
export type Order = "given" | "woven";
export type Lanes = Map<string, readonly PictureStep[]>;

const SWEEPS = 6;

export function orderSteps(graph: PictureGraph, order: Order): Lanes {
  const known = new Set(graph.stages.map((s) => s.id));
  const byLane = grouped(graph.steps, (s) => (s.stage && known.has(s.stage) ? s.stage : NOWHERE));
  const lanes: Lanes = new Map(graph.stages.map((s) => [s.id, byLane.get(s.id) ?? []]));
  const lost = byLane.get(NOWHERE);
  if (lost) lanes.set(NOWHERE, lost);
  return order === "given" ? lanes : woven(graph, lanes);
}

type Place = { lane: number; row: number };
type Pair = [string, string];

/** By the mean height of what a step is joined to, to and fro over the lanes; the order with the least tangle stays. */
function woven(graph: PictureGraph, start: Lanes): Lanes {
  const names = [...start.keys()];
  const pairs: Pair[] = graph.transitions.filter((t) => t.from !== t.to).map((t) => [t.from, t.to]);
  const joined = new Map<string, string[]>();
  for (const [a, b] of pairs)
    for (const [x, y] of [
      [a, b],
      [b, a],
    ] as Pair[])
      joined.set(x, [...(joined.get(x) ?? []), y]);
  let best = start;
  let least = tangle(start, pairs);
  let now = start;
  for (let sweep = 0; sweep < SWEEPS && least > 0; sweep++) {
    const forward = sweep % 2 === 0;
    const next = new Map(now);
    for (const name of forward ? names : [...names].reverse()) {
      const places = placesOf(next);
      const lane = names.indexOf(name);
      const height = (step: PictureStep, row: number): number => {
        const rows = (joined.get(step.id) ?? []).flatMap((id) => {
          const at = places.get(id);
          return at && (forward ? at.lane < lane : at.lane > lane) ? [at.row] : [];
        });
        return rows.length > 0 ? rows.reduce((a, b) => a + b, 0) / rows.length : row;
      };
      const sorted = (next.get(name) ?? [])
        .map((step, row) => ({ step, row, height: height(step, row) }))
        .sort((a, b) => a.height - b.height || a.row - b.row);
      next.set(
        name,
        sorted.map((s) => s.step),
      );
    }
    now = next;
    const cost = tangle(now, pairs);
    if (cost < least) [best, least] = [now, cost];
  }
  return best;
}

function placesOf(lanes: Lanes): Map<string, Place> {
  const places = new Map<string, Place>();
  let lane = 0;
  for (const steps of lanes.values()) {
    for (const [row, step] of steps.entries()) places.set(step.id, { lane, row });
    lane++;
  }
  return places;
}

/** Crossings weigh most, then lines that pass a step of their lane, then length. */
export function tangle(lanes: Lanes, pairs: readonly Pair[]): number {
  const places = placesOf(lanes);
  const lines = pairs.flatMap(([a, b]) => {
    const [from, to] = [places.get(a), places.get(b)];
    return from && to ? [from.lane <= to.lane ? [from, to] : [to, from]] : [];
  }) as [Place, Place][];
  let cost = 0;
  for (const [i, [a, b]] of lines.entries()) {
    cost += Math.abs(a.row - b.row) * 0.1;
    if (a.lane === b.lane && Math.abs(a.row - b.row) > 1) cost += 1;
    for (const [x, y] of lines.slice(i + 1))
      if (
        a.lane !== b.lane &&
        a.lane === x.lane &&
        b.lane === y.lane &&
        (a.row - x.row) * (b.row - y.row) < 0
      )
        cost += 1;
  }
  return cost;
}
