import { expect, it } from "vitest";
import type { PictureGraph } from "./graph";
import { around, overlap, placeLabels } from "./labels";
import { layout } from "./layout";
import { pointAt } from "./lines";
import { LANE } from "./measures";
import { tangle } from "./order";

/** A graph of any size, always the same for the same seed. */
export function made(steps: number, transitions: number, seed = 1): PictureGraph {
  let state = seed;
  const next = (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  const stages = ["Neu", "Known", "Offer", "Deal", "Won", "Lost", "Kept"].map((name, i) => ({
    id: `g${i}`,
    name,
    status: ["open", "open", "open", "open", "won", "lost", "archived"][i] ?? "open",
  }));
  return {
    stages,
    steps: Array.from({ length: steps }, (_, i) => ({
      id: `s${i}`,
      name: `Step ${i}`,
      stage: `g${i < 7 ? i : next(4)}`,
    })),
    transitions: Array.from({ length: transitions }, (_, i) => ({
      id: `t${i}`,
      name: `Transition ${i}`,
      from: `s${next(steps)}`,
      to: `s${next(steps)}`,
    })),
  };
}
const GRAPHS: [string, PictureGraph][] = [
  ["nothing", { stages: [], steps: [], transitions: [] }],
  ["a free one", { ...made(7, 0), transitions: [] }],
  ["a guided one", made(12, 29)],
  ["a large one", made(40, 100)],
  ["one long lane", { ...made(30, 40), steps: made(30, 40).steps.map((s) => ({ ...s, stage: "g0" })) }],
  ["one without stages", { ...made(9, 12), steps: made(9, 12).steps.map((s) => ({ ...s, stage: null })) }],
];

it.each(GRAPHS)("gives every step of %s a place of its own, inside its lane", (_, graph) => {
  const { steps, lanes } = layout(graph);

  const places = [...steps.values()];
  expect(steps.size).toBe(graph.steps.length);
  for (const [i, a] of places.entries()) expect(places.slice(i + 1).filter((b) => overlap(a, b))).toEqual([]);
  for (const [i, a] of lanes.entries()) expect(lanes.slice(i + 1).filter((b) => overlap(a, b))).toEqual([]);
  for (const lane of lanes)
    for (const id of lane.steps) {
      const at = steps.get(id);
      expect(at && at.x >= lane.x && at.x + at.width <= lane.x + lane.width).toBe(true);
      expect(at && at.y >= lane.y && at.y + at.height <= lane.y + lane.height).toBe(true);
    }
});

it.each(GRAPHS)("draws every transition of %s between its steps, through no other", (_, graph) => {
  const { steps, lines } = layout(graph);

  expect(lines.size).toBe(graph.transitions.length);
  for (const t of graph.transitions) {
    const inside = (lines.get(t.id)?.curves ?? []).flatMap((curve) =>
      [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((at) => {
        const p = pointAt(curve, at);
        return [...steps].flatMap(([id, s]) =>
          p.x > s.x + 1 && p.x < s.x + s.width - 1 && p.y > s.y + 1 && p.y < s.y + s.height - 1 ? [id] : [],
        );
      }),
    );
    expect([t.id, inside]).toEqual([t.id, []]);
  }
});

it.each(GRAPHS)("leaves room at the foot of the lanes of %s, which no line crosses", (_, graph) => {
  const { steps, lanes, lines } = layout(graph, { foot: LANE.foot });

  const bottom = Math.max(0, ...lanes.map((lane) => lane.y + lane.height));
  for (const lane of lanes)
    for (const id of lane.steps) {
      const at = steps.get(id);
      expect(at && lane.y + lane.height - (at.y + at.height)).toBeGreaterThan(LANE.foot);
    }
  const low = [...lines.values()].flatMap((line) =>
    line.curves.flatMap((curve) => [0, 0.25, 0.5, 0.75, 1].map((at) => pointAt(curve, at).y)),
  );
  expect(low.filter((y) => y > bottom - LANE.foot)).toEqual([]);
});

it.each(GRAPHS)("is the same picture of %s every time", (_, graph) => {
  expect(layout(structuredClone(graph))).toEqual(layout(graph));
});

it.each(GRAPHS)("lets no name of %s cover a step or another name", (_, graph) => {
  const plan = layout(graph);

  const seen = [...placeLabels(graph.transitions, plan).values()].filter((l) => !l.quiet);
  const boxes = seen.map((l) => around(l, l.width));

  for (const [i, a] of boxes.entries()) {
    expect(boxes.slice(i + 1).filter((b) => overlap(a, b))).toEqual([]);
    expect([...plan.steps.values()].filter((b) => overlap(a, b))).toEqual([]);
  }
  expect(seen.length).toBeGreaterThanOrEqual(graph.transitions.length * 0.6);
});

it("draws each of parallel transitions, those to itself and those back on a way of its own", () => {
  const graph: PictureGraph = {
    stages: [
      { id: "a", name: "A", status: "open" },
      { id: "b", name: "B", status: "open" },
    ],
    steps: [
      { id: "1", name: "One", stage: "a" },
      { id: "2", name: "Two", stage: "a" },
      { id: "3", name: "Three", stage: "b" },
    ],
    transitions: (
      [
        ["1", "3"],
        ["1", "3"],
        ["3", "1"],
        ["1", "2"],
        ["1", "2"],
        ["2", "1"],
        ["1", "1"],
        ["1", "1"],
      ] as const
    ).map(([from, to], i) => ({ id: `t${i}`, name: `Way ${i}`, from, to })),
  };

  const plan = layout(graph);

  expect(new Set([...plan.lines.values()].map((l) => JSON.stringify(l.curves))).size).toBe(8);
  expect([...placeLabels(graph.transitions, plan).values()].map((l) => l.quiet)).toEqual(
    Array(8).fill(false),
  );
});

it("puts the steps of a lane where fewer lines cross", () => {
  const lane = (id: string, steps: string[]) =>
    [id, steps.map((s) => ({ id: s, name: s, stage: id }))] as const;
  const pairs: [string, string][] = [
    ["a", "d"],
    ["b", "c"],
  ];
  const crossed = new Map([lane("x", ["a", "b"]), lane("y", ["c", "d"])]);
  const graph: PictureGraph = {
    stages: ["x", "y"].map((id) => ({ id, name: id, status: "open" })),
    steps: [...crossed.values()].flat(),
    transitions: pairs.map(([from, to], i) => ({ id: `t${i}`, name: "", from, to })),
  };

  const lanes = layout(graph).lanes.map((l) => [l.id, l.steps] as const);

  const after = new Map(lanes.map(([id, steps]) => lane(id, [...steps])));
  expect([tangle(crossed, pairs) > 1, tangle(after, pairs)]).toEqual([true, 0]);
});

it("keeps the order given where it is to be edited", () => {
  const graph = made(20, 30);

  const lanes = layout(graph, { order: "given" }).lanes;

  for (const lane of lanes)
    expect(lane.steps).toEqual(graph.steps.filter((s) => s.stage === lane.id).map((s) => s.id));
});
