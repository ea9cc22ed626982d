import type { PictureTransition } from "./graph";
import { at, type Cell, type Grid } from "./measures";

/** Where a line passes the columns that lie between its ends: a gap between two rows, or a row that is free there. */
export type Channel = { name: string; track: number };
export type Channels = {
  of: ReadonlyMap<string, Channel>;
  /** How many lines run beside one another in a channel. */
  tracks: ReadonlyMap<string, number>;
};
type Passing = { id: string; bundle: string; first: number; last: number };

export function channelsOf(transitions: readonly PictureTransition[], grid: Grid): Channels {
  const load = new Map<string, number>();
  const passing = new Map<string, Passing[]>();
  const parallel = new Map<string, number>();
  for (const t of transitions) {
    const [a, b] = [grid.cells.get(t.from), grid.cells.get(t.to)];
    if (!a || !b || Math.abs(a.column - b.column) < 2) continue;
    const pair = `${t.from} ${t.to}`;
    const nth = parallel.get(pair) ?? 0;
    parallel.set(pair, nth + 1);
    const first = Math.min(a.column, b.column) + 1;
    const last = Math.max(a.column, b.column) - 1;
    const name = choose(a, b, first, last, grid, load);
    load.set(name, (load.get(name) ?? 0) + 1);
    // Lines to one step run together, as far as they are not parallel ones of one pair.
    const bundle = `${t.to} ${nth} ${b.column > a.column}`;
    passing.set(name, [...(passing.get(name) ?? []), { id: t.id, bundle, first, last }]);
  }
  const of = new Map<string, Channel>();
  const tracks = new Map<string, number>();
  for (const [name, list] of passing) {
    const track = tracksOf(list);
    tracks.set(name, Math.max(...track.values()) + 1);
    for (const one of list) of.set(one.id, { name, track: track.get(one.bundle) ?? 0 });
  }
  return { of, tracks };
}

/** The way with the least climb; a busy one costs a little more. */
function choose(
  a: Cell,
  b: Cell,
  first: number,
  last: number,
  grid: Grid,
  load: Map<string, number>,
): string {
  const between = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const free = (row: number) => between.every((column) => !grid.taken.has(at(column, row)));
  const ways = Array.from({ length: grid.rows + 1 }, (_, i) => [
    { name: `gap:${i}`, height: i - 0.5 },
    ...(i < grid.rows && free(i) ? [{ name: `row:${i}`, height: i }] : []),
  ]).flat();
  const cost = (way: { name: string; height: number }) =>
    Math.abs(way.height - a.row) + Math.abs(way.height - b.row) + 0.12 * (load.get(way.name) ?? 0);
  return ways.reduce((best, way) => (cost(way) < cost(best) - 1e-9 ? way : best)).name;
}

/** One track per bundle; bundles that never meet share one. */
function tracksOf(list: readonly Passing[]): Map<string, number> {
  const spans = new Map<string, { first: number; last: number }>();
  for (const { bundle, first, last } of list) {
    const old = spans.get(bundle);
    spans.set(bundle, {
      first: Math.min(first, old?.first ?? first),
      last: Math.max(last, old?.last ?? last),
    });
  }
  const ends: number[] = [];
  const found = new Map<string, number>();
  for (const [bundle, span] of [...spans].sort(([, a], [, b]) => a.first - b.first || b.last - a.last)) {
    const free = ends.findIndex((end) => end < span.first - 1);
    const track = free < 0 ? ends.length : free;
    ends[track] = span.last;
    found.set(bundle, track);
  }
  return found;
}
