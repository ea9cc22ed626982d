import type { Edge, Node } from "@xyflow/react";
import type { Drop } from "./drop";
import type { PictureGraph } from "./graph";
import type { Light, Verdicts } from "./judge";
import { awaken, type Label } from "./labels";
import { pathOf } from "./lines";
import type { LaneBox, Layout } from "./measures";
import type { Finding, Mark } from "./Picture";
import type { Words } from "./words";

export type StepState = "current" | "reachable" | "idle" | "plain";
export type StepData = {
  name: string;
  state: StepState;
  /** The word below the name. */
  word: string;
  said: string;
  asks: number;
  barred: boolean;
  lit: boolean;
  way: number;
  selected: boolean;
  mark: Mark | undefined;
  findings: readonly Finding[];
  tab: boolean;
  connect: string;
};
export type LaneData = {
  lane: LaneBox;
  drop: boolean;
  selected: boolean;
  findings: readonly Finding[];
  mark: Mark | undefined;
};
export type LineTone = "idle" | "plain" | "open" | "way" | "lit";
export type LineData = {
  path: string;
  name: string;
  label: Label | undefined;
  tone: LineTone;
  barred: boolean;
  selected: boolean;
  /** An end is being dragged: the line follows it. */
  loose: boolean;
  mark: Mark | undefined;
  findings: readonly Finding[];
};
export type StepNode = Node<StepData, "step">;
export type LaneNode = Node<LaneData, "lane">;
export type SlotNode = Node<Record<string, never>, "slot">;
export type FlowNode = StepNode | LaneNode | SlotNode;
export type LineEdge = Edge<LineData, "line">;

export type Seen = {
  graph: PictureGraph;
  layout: Layout;
  labels: ReadonlyMap<string, Label>;
  verdicts: Verdicts;
  light: Light;
  words: Words;
  current: string | null;
  selected: string | null;
  tab: string | null;
  findings: ReadonlyMap<string, readonly Finding[]>;
  marks: ReadonlyMap<string, Mark>;
  notes: ReadonlyMap<string, string>;
  editable: boolean;
  drag: { id: string; x: number; y: number } | null;
  drop: Drop | null;
  connect: (step: string) => string;
};

const NONE: readonly Finding[] = [];

export function nodesOf(s: Seen): FlowNode[] {
  const lanes = s.layout.lanes.map(
    (lane): LaneNode => ({
      id: `lane ${lane.id}`,
      type: "lane",
      position: { x: lane.x, y: lane.y },
      width: lane.width,
      height: lane.height,
      measured: { width: lane.width, height: lane.height },
      draggable: false,
      selectable: false,
      zIndex: -1,
      data: {
        lane,
        drop: s.drop?.stage === lane.id,
        selected: s.selected === lane.id,
        findings: s.findings.get(lane.id) ?? NONE,
        mark: s.marks.get(lane.id),
      },
    }),
  );
  const slots: SlotNode[] = s.drop
    ? [
        {
          id: "slot",
          type: "slot",
          position: { x: s.drop.mark.x, y: s.drop.mark.y },
          width: s.drop.mark.width,
          height: s.drop.mark.height,
          measured: { width: s.drop.mark.width, height: s.drop.mark.height },
          draggable: false,
          selectable: false,
          zIndex: 21,
          data: {},
        },
      ]
    : [];
  return [...lanes, ...s.graph.steps.flatMap((step) => stepNode(s, step) ?? []), ...slots];
}

function stepNode(s: Seen, step: PictureGraph["steps"][number]): StepNode | null {
  const place = s.layout.steps.get(step.id);
  if (!place) return null;
  const verdict = s.verdicts.get(step.id);
  const state: StepState = verdict?.state ?? (s.current === step.id ? "current" : "plain");
  const word = verdict ? s.words.short(verdict) : (s.notes.get(step.id) ?? "");
  const findings = s.findings.get(step.id) ?? NONE;
  const more = [...(verdict ? s.words.long(verdict) : []), ...findings.map((f) => f.text)];
  const asks = verdict?.ways.length ? Math.min(...verdict.ways.map((w) => w.missing.length)) : 0;
  const handle = { width: 1, height: 1, y: place.height / 2 };
  return {
    id: step.id,
    type: "step",
    position: s.drag?.id === step.id ? { x: s.drag.x, y: s.drag.y } : { x: place.x, y: place.y },
    width: place.width,
    height: place.height,
    measured: { width: place.width, height: place.height },
    handles: [
      { ...handle, type: "source", position: "right" as never, x: place.width },
      { ...handle, type: "target", position: "left" as never, x: 0 },
    ],
    draggable: s.editable,
    selectable: false,
    zIndex: s.drag?.id === step.id ? 20 : 10,
    data: {
      name: step.name,
      state,
      word,
      said: [`${step.name}, ${s.words.stageOf(step.id)}`, word, ...more].filter(Boolean).join(". "),
      asks,
      barred: (verdict?.barred.length ?? 0) > 0,
      lit: s.light.steps.has(step.id),
      way: s.light.way.get(step.id) ?? 0,
      selected: s.selected === step.id,
      mark: s.marks.get(step.id),
      findings,
      tab: s.tab === step.id,
      connect: s.editable ? s.connect(step.id) : "",
    },
  };
}

const COLOR: Record<LineTone, string> = {
  idle: "var(--line-strong)",
  plain: "var(--faint)",
  open: "var(--ok)",
  way: "var(--blue)",
  lit: "var(--blue)",
};
const DEPTH: Record<LineTone, number> = { idle: 1, plain: 1, open: 2, way: 4, lit: 3 };

export function edgesOf(s: Seen): LineEdge[] {
  const open = new Set([...s.verdicts.values()].flatMap((v) => v.ways.map((w) => w.id)));
  const barred = new Set([...s.verdicts.values()].flatMap((v) => v.barred.map((b) => b.id)));
  const awake = awaken(new Set([...s.light.lines, ...s.light.wayLines]), s.labels, s.layout);
  const judged = s.verdicts.size > 0;
  return s.graph.transitions.flatMap((t): LineEdge[] => {
    const line = s.layout.lines.get(t.id);
    if (!line) return [];
    const tone: LineTone = s.light.wayLines.has(t.id)
      ? "way"
      : s.light.lines.has(t.id) || s.selected === t.id
        ? "lit"
        : open.has(t.id)
          ? "open"
          : judged
            ? "idle"
            : "plain";
    return [
      {
        id: t.id,
        type: "line",
        source: t.from,
        target: t.to,
        focusable: false,
        selectable: false,
        zIndex: DEPTH[tone],
        ariaLabel: [t.name, `${s.words.nameOf(t.from)} → ${s.words.nameOf(t.to)}`].filter(Boolean).join(": "),
        markerEnd: {
          type: "arrowclosed" as never,
          color: COLOR[tone],
          width: 30,
          height: 30,
          markerUnits: "userSpaceOnUse",
        },
        interactionWidth: 14,
        data: {
          path: pathOf(line),
          name: t.name,
          label: awake.get(t.id) ?? s.labels.get(t.id),
          tone,
          barred: barred.has(t.id),
          selected: s.selected === t.id,
          loose: s.drag !== null && (s.drag.id === t.from || s.drag.id === t.to),
          mark: s.marks.get(t.id),
          findings: s.findings.get(t.id) ?? NONE,
        },
      },
    ];
  });
}
