import type { Attribute, Ref } from "@/lib/types";
import type { PictureGraph, PictureStage, PictureStep, PictureTransition } from "./graph";

/** One transition that is open from here, and what it will ask for. */
export type Way = {
  id: string;
  name: string;
  missing: readonly Pick<Attribute, "key" | "label">[];
  triggers: readonly string[];
};
export type Barred = { id: string; name: string; roles: readonly string[] };
export type Reason = { code: string; text: string };

/** What a person may do towards one step: the meaning that board, stage list and API share (W7). */
export type Verdict = {
  state: "current" | "reachable" | "idle";
  /** May be filled for the current step too: a transition may lead back to it. */
  ways: readonly Way[];
  barred: readonly Barred[];
  reasons: readonly Reason[];
  /** The steps of the shortest legal way, the last one included. */
  path: readonly string[];
  asksReason: boolean;
};
export type Verdicts = ReadonlyMap<string, Verdict>;

/** The answer of `GET …/moves`, as far as the picture reads it. */
export type PictureMove = {
  step: Ref;
  allowed: boolean;
  transitions: readonly {
    id: string;
    name: string;
    missing?: readonly Attribute[];
    triggers?: readonly string[];
  }[];
  barred?: readonly Barred[];
  missing: readonly Attribute[];
  reasons: readonly Reason[];
  reason_options: readonly string[];
  path: readonly Ref[];
};

export function verdictsOf(moves: readonly PictureMove[], current: string): Verdicts {
  const here: Verdict = { state: "current", ways: [], barred: [], reasons: [], path: [], asksReason: false };
  return new Map<string, Verdict>([
    [current, here],
    ...moves.map((m): [string, Verdict] => [
      m.step.id,
      {
        state: m.step.id === current ? "current" : m.allowed ? "reachable" : "idle",
        ways: m.allowed
          ? m.transitions.map((t) => ({
              id: t.id,
              name: t.name,
              missing: (t.missing ?? m.missing).filter((a) => a.key !== "reason"),
              triggers: t.triggers ?? [],
            }))
          : [],
        barred: m.barred ?? [],
        reasons: m.reasons,
        path: m.path.map((s) => s.id),
        asksReason: m.reason_options.length > 0,
      },
    ]),
  ]);
}

/** A free workflow declares no transitions: those that are open from here are drawn all the same. */
export function withOpenWays(graph: PictureGraph, verdicts: Verdicts, current: string): PictureGraph {
  const known = new Set(graph.transitions.map((t) => t.id));
  const missing: PictureTransition[] = [...verdicts].flatMap(([to, v]) =>
    to === current
      ? []
      : v.ways.filter((w) => !known.has(w.id)).map((w) => ({ id: w.id, name: "", from: current, to })),
  );
  return missing.length > 0 ? { ...graph, transitions: [...graph.transitions, ...missing] } : graph;
}

/** What the pointer or the focus is on. */
export type Lit = { kind: "step" | "transition"; id: string };
export type Light = {
  steps: ReadonlySet<string>;
  lines: ReadonlySet<string>;
  /** On the shortest way to the step under the pointer: its number on it. */
  way: ReadonlyMap<string, number>;
  wayLines: ReadonlySet<string>;
};
const DARK: Light = { steps: new Set(), lines: new Set(), way: new Map(), wayLines: new Set() };

export function lightOf(
  graph: PictureGraph,
  verdicts: Verdicts,
  current: string | null,
  lit: Lit | null,
): Light {
  if (!lit) return DARK;
  if (lit.kind === "transition") {
    const line = graph.transitions.find((t) => t.id === lit.id);
    return line ? { ...DARK, steps: new Set([line.to]), lines: new Set([lit.id]) } : DARK;
  }
  const verdict = verdicts.get(lit.id);
  const path = current && verdict?.state === "idle" ? verdict.path : [];
  return {
    steps: new Set([lit.id]),
    lines: new Set(graph.transitions.filter((t) => t.from === lit.id || t.to === lit.id).map((t) => t.id)),
    way: new Map(path.map((id, i) => [id, i + 1])),
    wayLines: new Set(current ? linesAlong(graph, [current, ...path]) : []),
  };
}

/** Of parallel transitions the one that is open to everybody comes first. */
function linesAlong(graph: PictureGraph, steps: readonly string[]): string[] {
  return steps.slice(1).flatMap((to, i) => {
    const between = graph.transitions.filter((t) => t.from === steps[i] && t.to === to);
    const line = between.find((t) => !t.roles?.length) ?? between[0];
    return line ? [line.id] : [];
  });
}

export type Row = { step: PictureStep; stage: PictureStage | undefined; verdict: Verdict };

/** The list beside the picture: reachable steps first, each in the order of the board. */
export function rowsOf(graph: PictureGraph, verdicts: Verdicts): { open: Row[]; others: Row[] } {
  const stages = new Map(graph.stages.map((s, i) => [s.id, { stage: s, i }]));
  const rows = graph.steps.flatMap((step) => {
    const verdict = verdicts.get(step.id);
    const place = stages.get(step.stage ?? "");
    return verdict ? [{ step, stage: place?.stage, verdict, i: place?.i ?? stages.size }] : [];
  });
  const sorted = rows.sort((a, b) => a.i - b.i);
  const open = sorted.filter((r) => r.verdict.ways.length > 0);
  return { open, others: sorted.filter((r) => r.verdict.ways.length === 0 && r.verdict.state !== "current") };
}
