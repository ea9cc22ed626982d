import type { ApiError } from "@/lib/client";
import type { Ref } from "@/lib/types";

export type { ApiError };

export type Finding = {
  level: "error" | "warning";
  code: string;
  element: "workflow" | "stage" | "step" | "transition" | "entry" | "follow_on" | "attribute";
  id: string | null;
  name: string;
  text: string;
};

export type DraftAttribute = { key: string; label: string; type: string; options: string[] };
export type DraftStage = { id: string; name: string; status: string; reasons: string[] };
export type DraftStep = {
  id: string;
  name: string;
  stage: string | null;
  attributes: string[];
  probability: number | null;
  limit: string | null;
};
export type DraftTransition = {
  id: string;
  name: string;
  from: string;
  to: string;
  required: string[];
  roles: string[];
  triggers: string[];
  communications: { name: string; channel: string; mode: string }[];
};
/** The workflow file with ids: what refers to something names it. */
export type DraftDocument = {
  workflow: string;
  mode: string;
  sections: { name: string; attributes: DraftAttribute[] }[];
  stages: DraftStage[];
  steps: DraftStep[];
  transitions: DraftTransition[];
  entries: Partial<Record<"new" | "existing_account", { step: string; name: string | null }>>;
  follow_ons: { id: string; name: string; step: string; carry: string[] }[];
  milestones: string[];
};

export type Draft = {
  workflow: Ref;
  document: DraftDocument;
  revision: number;
  based_on: number | null;
  version: number | null;
  changed: boolean;
  behind: boolean;
  edited_at: string | null;
  edited_by: Ref | null;
  findings: Finding[];
  may: { edit: boolean; publish: boolean };
};
export type Published = { version: number; carried: number; moved: number };

export type StepLeft = {
  step: Ref;
  stage: Ref & { status: string };
  count: number;
  open: number;
  /** The step of the draft that takes its place most likely. */
  suggestion: string | null;
};
export type RefusedBefore = {
  from: Ref;
  to: Ref;
  transition: string | null;
  code: string;
  text: string;
  count: number;
  examples: { id: string; number: number }[];
};
export type Simulation = {
  days: number;
  publishable: boolean;
  findings: Finding[];
  opportunities: { total: number; open: number; closed: number; fit: number; on_removed: number };
  removed: StepLeft[];
  status_changes: { step: Ref; from: string; to: string; count: number }[];
  history: { moves: number; accepted: number; refused: number; refusals: RefusedBefore[] };
};

export type VersionLine = {
  number: number;
  published_at: string;
  published_by: Ref | null;
  steps: number;
  transitions: number;
  current: boolean;
};
export type Version = {
  number: number;
  published_at: string;
  published_by: Ref | null;
  document: DraftDocument;
  text: string;
};
export type Line = {
  kind: "same" | "added" | "removed";
  text: string;
  from_line: number | null;
  to_line: number | null;
};
export type Change = {
  kind: "added" | "removed" | "changed";
  element: string;
  id: string | null;
  name: string;
  details: { what: string; before: string | null; after: string | null }[];
};
export type Comparison = { from: string; to: string; lines: Line[]; changes: Change[] };
