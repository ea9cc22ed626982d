import type { PictureStage, PictureStep } from "./graph";
import type { Line } from "./lines";

/** The sizes and shapes that the parts of the layout share. */
export const STEP = { width: 172, height: 56 };
export const LANE = { pad: 14, header: 42, most: 8, foot: 34 };
export const LANE_WIDTH = STEP.width + 2 * LANE.pad;
export const LABEL = { height: 22, most: 136 };

export type Box = { x: number; y: number; width: number; height: number };
export type Place = Box & { column: number; row: number; lane: string };
export type LaneBox = Box & {
  id: string;
  /** None: the lane of steps without a stage. */
  stage: PictureStage | null;
  /** Among the open stages: what decides its color. */
  position: number;
  steps: readonly string[];
};
export type Layout = {
  lanes: readonly LaneBox[];
  steps: ReadonlyMap<string, Place>;
  lines: ReadonlyMap<string, Line>;
  width: number;
  height: number;
};

export type Cell = { step: PictureStep; lane: string; column: number; row: number };
export type Column = { lanes: { id: string; first: number; rows: number }[]; rows: number };
/** The picture before it has sizes. */
export type Grid = {
  columns: readonly Column[];
  cells: ReadonlyMap<string, Cell>;
  rows: number;
  taken: ReadonlySet<string>;
};
/** Heights and widths. `gaps[i]` lies above row i; the last one below all rows. */
export type Sizes = { xs: readonly number[]; rows: readonly number[]; gaps: readonly Box[] };

export const at = (column: number, row: number): string => `${column}:${row}`;

/** How wide a name comes out in its label, near enough to keep them apart. */
export const labelWidth = (name: string): number =>
  Math.min(LABEL.most, Math.ceil([...name].reduce((sum, letter) => sum + letterWidth(letter), 20)));

const letterWidth = (letter: string): number => {
  if (/[ijlftrI\s.,:;'|!()[\]-]/.test(letter)) return 4.6;
  if (/[mwMW@%—]/.test(letter)) return 10.6;
  if (/[\u1100-\u11ff\u2e80-\ufaff\uff00-\uff60]/.test(letter)) return 12;
  return /[A-Z]/.test(letter) ? 8.2 : 6.9;
};
