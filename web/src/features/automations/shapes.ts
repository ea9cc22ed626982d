import type { Schemas } from "@/lib/types";

/** `place`: trigger, conditions.0 or steps.ID; `slot`: what of it, or nothing. */
export type Finding = Schemas["AutomationCheckOut"]["findings"][number];
export type Line = Schemas["AutomationOut"];
export type Detail = Schemas["AutomationDetailOut"];
export type Draft = { draft: object; draft_revision: number; findings: readonly Finding[] };
export type Words = Schemas["VocabularyOut"];
export type VersionLine = Schemas["AutomationVersionOut"];
export type Version = Schemas["AutomationVersionDetailOut"];
export type Run = Schemas["RunOut"];
export type RunLine = Schemas["RunLine"];
export type Tried = Schemas["TryOut"];
export type RunState = Run["state"];
export const RUN_STATES: readonly RunState[] = [
  "ready",
  "waiting",
  "done",
  "failed",
  "cut",
  "skipped",
  "stopped",
];
