import type { Ref } from "@/lib/types";
import type { Recipe, Trigger } from "./recipe";

// Local until the server's schema has them.
export type Finding = {
  level: "error" | "warning";
  code: string;
  place: string;
  text: string;
  values: Record<string, unknown>;
};
export type Draft = { draft: object; draft_revision: number; findings: readonly Finding[] };
export type Line = {
  id: string;
  name: string;
  position: number;
  state: "draft" | "live" | "paused" | "stopped";
  stopped_cause: string | null;
  version: number | null;
  changed: boolean;
  author: Ref | null;
  author_active: boolean;
  trigger: Trigger;
  runs: { day: number; failed: number };
  last_run_at: string | null;
  may: { edit: boolean; publish: boolean };
};
export type Detail = Line & {
  draft: Recipe;
  draft_revision: number;
  document: Recipe | null;
  findings: Finding[];
  names: Record<string, string>;
  secret: string;
};
