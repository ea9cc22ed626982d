import type { Import, Row } from "./api";

export type State = Import["state"];
type Line = Import["mapping"][number];

const BUSY = new Set<State>(["checking", "running", "undoing"]);
export const isBusy = (state: State): boolean => BUSY.has(state);

export const TONES: Record<State, "plain" | "ok" | "warn" | "bad" | "blue"> = {
  mapping: "plain",
  checking: "blue",
  checked: "warn",
  running: "blue",
  done: "ok",
  failed: "bad",
  undoing: "blue",
  undone: "plain",
};

/** The kinds of rows that there can be in a state, the pressing ones first. */
export const KINDS: Partial<Record<State, Row["outcome"][]>> = {
  checked: ["problem", "note", "skipped"],
  running: ["created", "updated"],
  done: ["created", "updated", "note", "skipped"],
  failed: ["problem", "note", "skipped", "created", "updated"],
  undoing: ["undone", "kept"],
  undone: ["undone", "kept"],
};

/**
 * The change that gives a column its target. Another column of the file that has this target already is left out by it,
 * so that no target comes twice and nobody has to free it first.
 */
export function retarget(
  mapping: readonly Line[],
  line: Line,
  target: string,
): Pick<Line, "file" | "column" | "target">[] {
  const before = target
    ? mapping.find((x) => x.file === line.file && x.column !== line.column && x.target === target)
    : undefined;
  return [
    ...(before ? [{ file: before.file, column: before.column, target: "" }] : []),
    { file: line.file, column: line.column, target },
  ];
}

/** Columns by file, in the order in which they came. */
export function byFile(mapping: readonly Line[]): [string, Line[]][] {
  const files = new Map<string, Line[]>();
  for (const line of mapping) files.set(line.file, [...(files.get(line.file) ?? []), line]);
  return [...files];
}

/** How far something is, from 0 to 100; nothing to do is done. */
export const percentOf = ({ done, total }: { done: number; total: number }): number =>
  total > 0 ? Math.min(100, Math.round((done / total) * 100)) : 0;

/** A target's key as part of a key of the locales. */
export const spelled = (target: string): string => target.replaceAll(".", "_");
