import { type Channels, channelsOf } from "./channels";
import { grouped, NOWHERE, type PictureGraph, type PictureStep } from "./graph";
import { linesOf } from "./lines";
import {
  at,
  type Box,
  type Cell,
  type Column,
  type Grid,
  LANE,
  LANE_WIDTH,
  type LaneBox,
  type Layout,
  labelWidth,
  type Place,
  type Sizes,
  STEP,
} from "./measures";
import { type Lanes, type Order, orderSteps } from "./order";

const GUTTER = { least: 84, most: 150 };

/**
 * Where everything stands: lanes left to right in the order of the board, steps in rows that all lanes share. A long lane
 * is broken into columns; stages that are not open stand below one another at the end while they fit. Lines never run
 * through a step: what passes a lane does so between its rows. The same graph always gives the same picture. `foot` is
 * room to be left at the foot of the lanes.
 */
export type { Layout } from "./measures";

export function layout(graph: PictureGraph, options: { order?: Order; foot?: number } = {}): Layout {
  const lanes = orderSteps(graph, options.order ?? "woven");
  const grid = gridOf(graph, lanes);
  const channels = channelsOf(graph.transitions, grid);
  const sizes = sizesOf(graph, grid, channels);
  const steps = new Map<string, Place>();
  for (const [id, cell] of grid.cells)
    steps.set(id, {
      x: (sizes.xs[cell.column] ?? 0) + LANE.pad,
      y: sizes.rows[cell.row] ?? 0,
      ...STEP,
      column: cell.column,
      row: cell.row,
      lane: cell.lane,
    });
  const boxes = boxesOf(graph, lanes, grid, sizes, options.foot ?? 0);
  return {
    lanes: boxes,
    steps,
    lines: linesOf(graph.transitions, steps, channels, sizes),
    width: Math.max(0, ...boxes.map((b) => b.x + b.width)),
    height: Math.max(0, ...boxes.map((b) => b.y + b.height)),
  };
}

function gridOf(graph: PictureGraph, lanes: Lanes): Grid {
  const columns: Column[] = [];
  const cells = new Map<string, Cell>();
  const status = new Map(graph.stages.map((s) => [s.id, s.status]));
  const put = (steps: readonly PictureStep[], lane: string, column: number, first: number): void => {
    for (const [i, step] of steps.entries()) cells.set(step.id, { step, lane, column, row: first + i });
  };
  const closed: [string, readonly PictureStep[]][] = [];
  for (const [lane, steps] of lanes) {
    if (status.get(lane) !== "open" && steps.length <= LANE.most) {
      closed.push([lane, steps]);
      continue;
    }
    const parts = Math.max(1, Math.ceil(steps.length / LANE.most));
    const size = Math.max(1, Math.ceil(steps.length / parts));
    for (let part = 0; part < parts; part++) {
      const here = steps.slice(part * size, (part + 1) * size);
      put(here, lane, columns.length, 0);
      columns.push({ lanes: [{ id: lane, first: 0, rows: Math.max(1, here.length) }], rows: here.length });
    }
  }
  const room = Math.max(3, ...columns.map((c) => c.rows));
  for (const [lane, steps] of closed) {
    const rows = Math.max(1, steps.length);
    const last = columns.at(-1);
    const stack = last?.lanes.every((l) => closed.some(([id]) => id === l.id)) ? last : undefined;
    if (stack && stack.rows + rows <= room) {
      put(steps, lane, columns.length - 1, stack.rows);
      stack.lanes.push({ id: lane, first: stack.rows, rows });
      stack.rows += rows;
    } else {
      put(steps, lane, columns.length, 0);
      columns.push({ lanes: [{ id: lane, first: 0, rows }], rows });
    }
  }
  return {
    columns,
    cells,
    rows: Math.max(1, ...columns.map((c) => c.rows)),
    taken: new Set([...cells.values()].map((c) => at(c.column, c.row))),
  };
}

function sizesOf(graph: PictureGraph, grid: Grid, channels: Channels): Sizes {
  const beginsBelow = new Set(grid.columns.flatMap((c) => c.lanes.slice(1).map((l) => l.first)));
  const loops = new Set(
    graph.transitions.flatMap((t) => {
      const cell = t.from === t.to ? grid.cells.get(t.from) : undefined;
      return cell ? [cell.row] : [];
    }),
  );
  const names = namesBetween(graph, grid);
  const rows: number[] = [];
  const gaps: Box[] = [];
  let y = LANE.header;
  for (let row = 0; row <= grid.rows; row++) {
    const tracks = channels.tracks.get(`gap:${row}`) ?? 0;
    const head = beginsBelow.has(row) ? LANE.header + 2 * LANE.pad : 0;
    const own = row === 0 ? 10 : row === grid.rows ? 16 : Math.max(50, 24 * (names.get(row) ?? 0) + 10);
    // What passes runs below the names that stand between two steps.
    const passing = names.has(row) ? own + tracks * 10 : Math.max(own, tracks * 10 + 8);
    const height = head + passing + (loops.has(row) ? 34 : 0);
    gaps.push(
      names.has(row) && tracks > 0
        ? { x: 0, y: y + height - tracks * 10 - 10, width: 0, height: tracks * 10 }
        : { x: 0, y, width: 0, height },
    );
    y += height;
    rows.push(y);
    y += STEP.height;
  }
  const xs: number[] = [];
  let x = 0;
  for (let column = 0; column < grid.columns.length; column++) {
    xs.push(x);
    const wide = graph.transitions.flatMap((t) => {
      const [a, b] = [grid.cells.get(t.from)?.column, grid.cells.get(t.to)?.column];
      if (a === undefined || b === undefined || a === b) return [];
      return (b > a ? a : a - 1) === column ? [labelWidth(t.name) + 26] : [];
    });
    x += LANE_WIDTH + Math.min(GUTTER.most, Math.max(GUTTER.least, ...wide));
  }
  return { xs, rows: rows.slice(0, grid.rows), gaps };
}

/** By gap, the most names that stand one below the other between two neighbors of a lane. */
function namesBetween(graph: PictureGraph, grid: Grid): Map<number, number> {
  const most = new Map<number, number>();
  const pairs = grouped(graph.transitions, (t) => [t.from, t.to].sort().join(" "));
  for (const list of pairs.values()) {
    const [a, b] = [grid.cells.get(list[0]?.from ?? ""), grid.cells.get(list[0]?.to ?? "")];
    if (!a || !b || a.column !== b.column || Math.abs(a.row - b.row) !== 1) continue;
    const gap = Math.max(a.row, b.row);
    most.set(gap, Math.max(most.get(gap) ?? 0, list.length));
  }
  return most;
}

function boxesOf(graph: PictureGraph, lanes: Lanes, grid: Grid, sizes: Sizes, room: number): LaneBox[] {
  const last = sizes.gaps.at(-1);
  const bottom = (last?.y ?? 0) + (last?.height ?? 0) + room;
  const stages = new Map(graph.stages.map((s, i) => [s.id, { stage: s, position: i }]));
  return [...lanes.keys()].map((id) => {
    const columns = grid.columns.flatMap((c, i) => (c.lanes.some((l) => l.id === id) ? [i] : []));
    const [first, end] = [columns[0] ?? 0, columns.at(-1) ?? 0];
    const column = grid.columns[first];
    const part = column?.lanes.find((l) => l.id === id) ?? { id, first: 0, rows: 1 };
    const below = column?.lanes.find((l) => l.first > part.first);
    const y = part.first === 0 ? 0 : (sizes.rows[part.first] ?? 0) - LANE.header - 10;
    const foot = below ? (sizes.rows[below.first] ?? 0) - LANE.header - 10 - LANE.pad : bottom;
    const known = id === NOWHERE ? undefined : stages.get(id);
    return {
      id,
      stage: known?.stage ?? null,
      position: known?.position ?? 0,
      steps: (lanes.get(id) ?? []).map((s) => s.id),
      x: sizes.xs[first] ?? 0,
      y,
      width: (sizes.xs[end] ?? 0) + LANE_WIDTH - (sizes.xs[first] ?? 0),
      height: foot - y,
    };
  });
}
