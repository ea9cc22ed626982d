import { expect, it } from "vitest";
import { dropAt } from "./drop";
import { frameOf, nextStep, showing } from "./frame";
import type { PictureGraph } from "./graph";
import { lightOf, type PictureMove, rowsOf, verdictsOf, withOpenWays } from "./judge";
import { layout } from "./layout";
import { STEP } from "./measures";

const GRAPH: PictureGraph = {
  stages: [
    { id: "new", name: "New", status: "open" },
    { id: "won", name: "Won", status: "won" },
  ],
  steps: [
    { id: "a", name: "Lead in", stage: "new" },
    { id: "b", name: "Called", stage: "new" },
    { id: "c", name: "Signed", stage: "won" },
  ],
  transitions: [
    { id: "call", name: "Call", from: "a", to: "b" },
    { id: "mail", name: "Mail", from: "a", to: "b" },
    { id: "again", name: "Again", from: "a", to: "a" },
    { id: "only", name: "Only", from: "a", to: "c", roles: ["director"] },
    { id: "boss", name: "Boss", from: "b", to: "c", roles: ["director"] },
    { id: "sign", name: "Sign", from: "b", to: "c" },
  ],
};
const move = (id: string, more: Partial<PictureMove>): PictureMove => ({
  step: { id, name: id },
  allowed: false,
  transitions: [],
  barred: [],
  missing: [],
  reasons: [],
  reason_options: [],
  path: [],
  ...more,
});
const BUDGET = { key: "budget", label: "Budget", type: "money", options: [], section: "" };
const MOVES = [
  move("b", {
    allowed: true,
    transitions: [
      { id: "call", name: "Call", missing: [BUDGET], triggers: [] },
      { id: "mail", name: "Mail", missing: [], triggers: [] },
    ],
  }),
  move("c", {
    barred: [{ id: "only", name: "Only", roles: ["director"] }],
    path: [
      { id: "b", name: "Called" },
      { id: "c", name: "Signed" },
    ],
  }),
];
const VERDICTS = verdictsOf(MOVES, "a");

it("knows the current step, also where no transition leads back to it", () => {
  expect([...VERDICTS].map(([id, v]) => [id, v.state])).toEqual([
    ["a", "current"],
    ["b", "reachable"],
    ["c", "idle"],
  ]);
});

it("keeps a step reachable whose fields are missing, and says what each way asks", () => {
  expect(VERDICTS.get("b")?.ways.map((w) => [w.name, w.missing.map((a) => a.label)])).toEqual([
    ["Call", ["Budget"]],
    ["Mail", []],
  ]);
});

it("lights a step with all its transitions", () => {
  const light = lightOf(GRAPH, VERDICTS, "a", { kind: "step", id: "b" });

  expect([[...light.steps], [...light.lines], light.way.size]).toEqual([
    ["b"],
    ["call", "mail", "boss", "sign"],
    0,
  ]);
});

it("numbers the steps on the shortest way to a grey one, by transitions that are open to everybody", () => {
  const light = lightOf(GRAPH, VERDICTS, "a", { kind: "step", id: "c" });

  expect([[...light.way], [...light.wayLines]]).toEqual([
    [
      ["b", 1],
      ["c", 2],
    ],
    ["call", "sign"],
  ]);
});

it("lists the reachable steps, then the others", () => {
  const { open, others } = rowsOf(GRAPH, VERDICTS);

  expect([open.map((r) => r.step.id), others.map((r) => r.step.id)]).toEqual([["b"], ["c"]]);
});

it("lists the current step where a transition leads back to it", () => {
  const back = move("a", { allowed: true, transitions: [{ id: "again", name: "Again" }] });

  expect(rowsOf(GRAPH, verdictsOf([back, ...MOVES], "a")).open.map((r) => r.step.id)).toEqual(["a", "b"]);
});

it("draws the ways of a free workflow, which declares none", () => {
  const free = { ...GRAPH, transitions: [] };

  expect(withOpenWays(free, VERDICTS, "a").transitions.map((t) => [t.from, t.to])).toEqual([
    ["a", "b"],
    ["a", "b"],
  ]);
});

it("drops a step before the step that it is held above, in the lane that it is held over", () => {
  const plan = layout(GRAPH, { order: "given" });
  const [a, b, c] = ["a", "b", "c"].map((id) => plan.steps.get(id) ?? { x: 0, y: 0 });
  const held = (x = 0, y = 0) => {
    const drop = dropAt(plan, "c", { x: x + STEP.width / 2, y: y + STEP.height / 2 });
    return drop && [drop.stage, drop.index];
  };

  expect([
    held(a?.x, (a?.y ?? 0) - 20),
    held(a?.x, (a?.y ?? 0) + 40),
    held(b?.x, (b?.y ?? 0) + 40),
    held(c?.x, c?.y),
  ]).toEqual([
    ["new", 0],
    ["new", 1],
    ["new", 2],
    ["won", 0],
  ]);
});

it("shows all of it while it can be read, else what matters now", () => {
  const plan = layout(GRAPH);

  const wide = frameOf(plan, ["a"], { width: 1200, height: 800 });
  const phone = frameOf(plan, ["a"], { width: 300, height: 300 });

  const a = plan.steps.get("a") ?? { x: 0, y: 0 };
  expect([wide.zoom > 0.9, phone.zoom >= 0.5]).toEqual([true, true]);
  expect(phone.x + a.x * phone.zoom).toBeGreaterThanOrEqual(0);
  expect(phone.x + (a.x + STEP.width) * phone.zoom).toBeLessThanOrEqual(300);
});

it("moves no further than it takes to show what is selected", () => {
  const size = { width: 400, height: 300 };
  const view = { x: 0, y: 0, zoom: 0.5 };
  const box = (x: number, width: number) => [{ x, y: 100, width, height: 50 }];

  expect([
    showing(view, box(200, 100), size),
    showing(view, box(900, 100), size).x,
    showing(view, box(0, 100), size).x,
    showing(view, box(300, 2000), size).x,
    showing(view, box(-4000, 2000), size).x,
    showing(view, [], size),
  ]).toEqual([view, -124, 24, 0, 2024, view]);
});

it("walks by arrow keys to the nearest step that way", () => {
  const plan = layout(GRAPH, { order: "given" });

  expect([
    nextStep(plan, "a", "ArrowDown"),
    nextStep(plan, "a", "ArrowRight"),
    nextStep(plan, "c", "ArrowLeft"),
    nextStep(plan, "a", "ArrowUp"),
  ]).toEqual(["b", "c", "a", null]);
});
