import type { Draft, DraftDocument, Simulation, StepLeft } from "./publishing-api";

/** Where the opportunities of removed steps go: by the removed step's id, a step of the draft. */
export type StepMap = Readonly<Record<string, string>>;

/** What was chosen, and for the rest what is suggested; a choice that the draft does not have is none. */
export function mapOf(removed: readonly StepLeft[], chosen: StepMap, document: DraftDocument): StepMap {
  const known = new Set(document.steps.map((step) => step.id));
  const map: Record<string, string> = {};
  for (const { step, suggestion } of removed) {
    const to = [chosen[step.id], suggestion].find((id) => id && known.has(id));
    if (to) map[step.id] = to;
  }
  return map;
}

/** The removed steps whose opportunities nobody has said anything about yet. */
export const unmapped = (removed: readonly StepLeft[], map: StepMap): StepLeft[] =>
  removed.filter((left) => left.count > 0 && !map[left.step.id]);

/** The steps of a draft by stage, in their order, to choose one from. */
export function stepChoices(
  document: DraftDocument,
): { group: string; items: { value: string; label: string }[] }[] {
  return document.stages
    .map((stage) => ({
      group: stage.name,
      items: document.steps
        .filter((step) => step.stage === stage.name)
        .map((step) => ({ value: step.id, label: step.name })),
    }))
    .filter((group) => group.items.length > 0);
}

/** Who moves where: one line for each removed step that somebody stands on. */
export function movesOf(
  removed: readonly StepLeft[],
  map: StepMap,
  document: DraftDocument,
): { from: string; to: string; count: number }[] {
  const names = new Map(document.steps.map((step) => [step.id, step.name]));
  return removed
    .filter((left) => left.count > 0 && map[left.step.id])
    .map((left) => ({
      from: left.step.name,
      to: names.get(map[left.step.id] ?? "") ?? "",
      count: left.count,
    }));
}

/** Why the draft can't be published as things stand; null when it can. */
export type Bar = "errors" | "unmapped" | "unconfirmed" | "behind" | "unchanged";

export function barOf({
  draft,
  simulation,
  map,
  confirmed,
  agreed,
}: {
  draft: Draft;
  simulation: Simulation;
  map: StepMap;
  /** The map was looked at. */
  confirmed: boolean;
  /** The version that came meanwhile was looked at. */
  agreed: boolean;
}): Bar | null {
  if (!simulation.publishable || simulation.findings.some((one) => one.level === "error")) return "errors";
  if (!draft.changed && draft.version !== null) return "unchanged";
  if (draft.behind && !agreed) return "behind";
  if (unmapped(simulation.removed, map).length > 0) return "unmapped";
  if (simulation.removed.some((left) => left.count > 0) && !confirmed) return "unconfirmed";
  return null;
}
