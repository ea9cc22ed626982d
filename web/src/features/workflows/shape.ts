import { attributesOf, type Doc, ENTRY_KINDS, freshId, type Step } from "./document";

export const firstOpenStep = (doc: Doc): Step | undefined => {
  for (const stage of doc.stages)
    if (stage.status === "open") {
      const step = doc.steps.find((one) => one.stage === stage.id);
      if (step) return step;
    }
  return undefined;
};

const alike = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((one, i) => one === b[i]);

/**
 * What a free workflow implies (W12): one step per stage in the order of the stages, no transitions, and both entries at
 * the leftmost open stage. A guided one is left as it is.
 */
export function settled(doc: Doc): Doc {
  if (doc.mode !== "free") return doc;
  const steps = doc.stages.map(
    (stage) =>
      doc.steps.find((step) => step.stage === stage.id) ?? {
        id: freshId(),
        name: stage.name,
        stage: stage.id,
        attributes: attributesOf(doc).map((one) => one.id),
        probability: null,
        limit: null,
      },
  );
  const kept = new Set(steps.map((step) => step.id));
  const first = firstOpenStep({ ...doc, steps });
  const entries: Doc["entries"] = {};
  for (const kind of ENTRY_KINDS)
    if (first) entries[kind] = { step: first.id, name: doc.entries[kind]?.name ?? null };
  const follow_ons = doc.follow_ons.map((one) =>
    one.step !== null && !kept.has(one.step) ? { ...one, step: null } : one,
  );
  const asIs =
    alike(steps, doc.steps) &&
    doc.transitions.length === 0 &&
    alike(follow_ons, doc.follow_ons) &&
    JSON.stringify(entries) === JSON.stringify(doc.entries);
  return asIs ? doc : { ...doc, steps, transitions: [], entries, follow_ons };
}

/** What turning a guided workflow into a free one leaves out (W12). */
export function droppedWhenFree(doc: Doc): { steps: string[]; transitions: number } {
  const kept = new Set(settled({ ...doc, mode: "free" }).steps.map((step) => step.id));
  return {
    steps: doc.steps.filter((step) => !kept.has(step.id)).map((step) => step.name),
    transitions: doc.transitions.length,
  };
}
