import type { Channels } from "./channels";
import { grouped, type PictureTransition } from "./graph";
import { LANE, LANE_WIDTH, type Place, type Sizes, STEP } from "./measures";

export type Point = { x: number; y: number };
export type Curve = readonly [Point, Point, Point, Point];
/** `shape`: across lanes, straight between neighbors of a lane, a bracket past a step of the lane, or a loop. */
export type Line = {
  id: string;
  shape: "across" | "straight" | "bracket" | "loop";
  curves: readonly Curve[];
};

const PORT = 24;
const TRACK = 10;

type Side = "left" | "right";
type Draft = { t: PictureTransition; a: Place; b: Place; nth: number; of: number; shape: Line["shape"] };
type End = { draft: Draft; at: "start" | "end"; side: Side; toward: number };

export function linesOf(
  transitions: readonly PictureTransition[],
  steps: ReadonlyMap<string, Place>,
  channels: Channels,
  sizes: Sizes,
): Map<string, Line> {
  const drafts = draftsOf(transitions, steps);
  const trackOf = (d: Draft) => trackHeight(d.t.id, channels, sizes);
  const ports = portsOf(drafts, trackOf);
  const lines = new Map<string, Line>();
  for (const draft of drafts) {
    const port = (which: "start" | "end") => ports.get(`${draft.t.id} ${which}`) ?? { x: 0, y: 0 };
    const curves =
      draft.shape === "loop"
        ? loop(draft)
        : draft.shape === "straight"
          ? straight(draft)
          : draft.shape === "bracket"
            ? bracket(draft, port("start"), port("end"))
            : across(draft, port("start"), port("end"), trackOf(draft), sizes);
    lines.set(draft.t.id, { id: draft.t.id, shape: draft.shape, curves });
  }
  return lines;
}

/** Transitions that join the same two steps, either way, are counted together, so that each gets a place of its own. */
function draftsOf(transitions: readonly PictureTransition[], steps: ReadonlyMap<string, Place>): Draft[] {
  const drafts = transitions.flatMap((t) => {
    const [a, b] = [steps.get(t.from), steps.get(t.to)];
    if (!a || !b) return [];
    const shape: Line["shape"] =
      t.from === t.to
        ? "loop"
        : a.column !== b.column
          ? "across"
          : a.lane === b.lane && Math.abs(a.row - b.row) === 1
            ? "straight"
            : "bracket";
    return [{ t, a, b, nth: 0, of: 1, shape }];
  });
  for (const list of grouped(drafts, (d) => [d.t.from, d.t.to].sort().join(" ")).values())
    for (const [nth, draft] of list.entries()) Object.assign(draft, { nth, of: list.length });
  return drafts;
}

const middle = (p: Place): number => p.y + p.height / 2;

function trackHeight(id: string, channels: Channels, sizes: Sizes): number | null {
  const channel = channels.of.get(id);
  if (!channel) return null;
  const [kind, index] = channel.name.split(":");
  const i = Number(index);
  const spread = (channel.track - ((channels.tracks.get(channel.name) ?? 1) - 1) / 2) * TRACK;
  if (kind === "row") return (sizes.rows[i] ?? 0) + STEP.height / 2 + spread;
  const gap = sizes.gaps[i];
  return gap ? gap.y + gap.height / 2 + spread : null;
}

/** Where lines leave and reach the sides of a step: spread, in the order of where they come from. */
function portsOf(drafts: readonly Draft[], trackOf: (d: Draft) => number | null): Map<string, Point> {
  const ends = drafts.flatMap((draft): End[] => {
    const { a, b, shape } = draft;
    if (shape === "loop" || shape === "straight") return [];
    const track = trackOf(draft);
    const forward = shape === "across" ? b.column > a.column : b.row > a.row;
    const [start, end]: [Side, Side] =
      shape === "across"
        ? forward
          ? ["right", "left"]
          : ["left", "right"]
        : forward
          ? ["left", "left"]
          : ["right", "right"];
    return [
      { draft, at: "start", side: start, toward: track ?? middle(b) },
      { draft, at: "end", side: end, toward: track ?? middle(a) },
    ];
  });
  const found = new Map<string, Point>();
  const stepOf = (e: End) => (e.at === "start" ? e.draft.t.from : e.draft.t.to);
  for (const list of grouped(ends, (e) => `${stepOf(e)} ${e.side}`).values()) {
    const sorted = [...list].sort((x, y) => x.toward - y.toward || x.draft.nth - y.draft.nth);
    const pitch = Math.min(PORT, (STEP.height - 14) / Math.max(1, sorted.length - 1));
    for (const [i, end] of sorted.entries()) {
      const place = end.at === "start" ? end.draft.a : end.draft.b;
      found.set(`${end.draft.t.id} ${end.at}`, {
        x: end.side === "right" ? place.x + place.width : place.x,
        y: middle(place) + (i - (sorted.length - 1) / 2) * pitch,
      });
    }
  }
  return found;
}

const wave = (from: Point, to: Point, belly = 0): Curve => {
  const half = (to.x - from.x) / 2;
  return [from, { x: from.x + half, y: from.y + belly }, { x: to.x - half, y: to.y + belly }, to];
};
const level = (from: Point, to: Point): Curve => {
  const third = (to.x - from.x) / 3;
  return [from, { x: from.x + third, y: from.y }, { x: to.x - third, y: to.y }, to];
};

function across(draft: Draft, from: Point, to: Point, track: number | null, sizes: Sizes): Curve[] {
  const { a, b, nth, of } = draft;
  // Parallel lines part in the middle, where their names stand.
  if (track === null) return [wave(from, to, (nth - (of - 1) / 2) * 14)];
  const forward = b.column > a.column;
  const near = forward ? a.column + 1 : a.column - 1;
  const far = forward ? b.column - 1 : b.column + 1;
  const [one, two] = [sizes.xs[near] ?? 0, sizes.xs[far] ?? 0];
  const enter = { x: forward ? one : one + LANE_WIDTH, y: track };
  const leave = { x: forward ? two + LANE_WIDTH : two, y: track };
  return [wave(from, enter), level(enter, leave), wave(leave, to)];
}

function straight({ a, b, nth, of }: Draft): Curve[] {
  const pitch = Math.min(62, (STEP.width - 48) / Math.max(1, of - 1));
  const x = a.x + a.width / 2 + (nth - (of - 1) / 2) * pitch;
  const down = b.y > a.y;
  const from = { x, y: down ? a.y + a.height : a.y };
  const to = { x, y: down ? b.y : b.y + b.height };
  const third = (to.y - from.y) / 3;
  return [[from, { x, y: from.y + third }, { x, y: to.y - third }, to]];
}

function bracket({ a, b, nth }: Draft, from: Point, to: Point): Curve[] {
  const out = (LANE.pad + 12 + 9 * nth + 5 * Math.min(4, Math.abs(a.row - b.row))) * (4 / 3);
  const x = b.row > a.row ? from.x - out : from.x + out;
  return [[from, { x, y: from.y }, { x, y: to.y }, to]];
}

function loop({ a, nth }: Draft): Curve[] {
  const right = a.x + a.width - 14 - nth * 40;
  const from = { x: right - 26, y: a.y };
  const to = { x: right, y: a.y };
  return [[from, { x: from.x - 8, y: a.y - 36 }, { x: to.x + 8, y: a.y - 36 }, to]];
}

export const pathOf = (line: Line): string =>
  line.curves
    .map(([a, b, c, d], i) => {
      const start = i === 0 ? `M${round(a)} ` : "";
      return `${start}C${round(b)} ${round(c)} ${round(d)}`;
    })
    .join(" ");
const round = (p: Point): string => `${Math.round(p.x * 10) / 10},${Math.round(p.y * 10) / 10}`;

/** The point of a curve at t, from 0 to 1. */
export function pointAt([a, b, c, d]: Curve, t: number): Point {
  const u = 1 - t;
  const mix = (k: "x" | "y") =>
    u * u * u * a[k] + 3 * u * u * t * b[k] + 3 * u * t * t * c[k] + t * t * t * d[k];
  return { x: mix("x"), y: mix("y") };
}
