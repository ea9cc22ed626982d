import { attributesOf, type Doc, freshId, type Stage, type Status, type Step } from "./document";
import { patch, placed, placedAmong, without } from "./lists";

export const isOpen = (stage: Stage): boolean => stage.status === "open";
/** As the page lists them and the board shows them: open ones first, each group in its own order. */
export const inOrder = (stages: readonly Stage[]): Stage[] => [
  ...stages.filter(isOpen),
  ...stages.filter((stage) => !isOpen(stage)),
];
export const stepsOf = (doc: Doc, stage: string | null): Step[] =>
  doc.steps.filter((step) => step.stage === stage);

export function addStage(doc: Doc, name: string, status: Status, id: string = freshId()): Doc {
  return { ...doc, stages: inOrder([...doc.stages, { id, name, status, reasons: [] }]) };
}

/** The step of a free workflow's stage goes by the stage's name, as long as nobody gave it another. */
export function renameStage(doc: Doc, id: string, name: string): Doc {
  const before = doc.stages.find((stage) => stage.id === id)?.name;
  const steps =
    doc.mode === "free"
      ? doc.steps.map((step) => (step.stage === id && step.name === before ? { ...step, name } : step))
      : doc.steps;
  return { ...doc, stages: patch(doc.stages, id, { name }), steps };
}

/** Only a lost stage has reasons. */
export function setStatus(doc: Doc, id: string, status: Status): Doc {
  const stage = doc.stages.find((one) => one.id === id);
  if (!stage || stage.status === status) return doc;
  const change = { status, reasons: status === "lost" ? stage.reasons : [] };
  return { ...doc, stages: inOrder(patch(doc.stages, id, change)) };
}

export const setReasons = (doc: Doc, id: string, reasons: string[]): Doc => ({
  ...doc,
  stages: patch(doc.stages, id, { reasons }),
});

/** Stages keep to their group: open ones among themselves. */
export function moveStage(doc: Doc, id: string, before: string | null): Doc {
  const stages = inOrder(placed(doc.stages, id, before));
  return stages.every((one, i) => one === doc.stages[i]) ? doc : { ...doc, stages };
}

/** Its steps stay, without a stage. */
export function removeStage(doc: Doc, id: string): Doc {
  const steps = doc.steps.map((step) => (step.stage === id ? { ...step, stage: null } : step));
  return { ...doc, stages: without(doc.stages, id), steps };
}

export function addStep(doc: Doc, name: string, stage: string | null, id: string = freshId()): Doc {
  const step: Step = { id, name, stage, attributes: [], probability: null, limit: null };
  return { ...doc, steps: [...doc.steps, step] };
}

export const editStep = (doc: Doc, id: string, change: Partial<Omit<Step, "id">>): Doc => ({
  ...doc,
  steps: patch(doc.steps, id, change),
});

/** Into a stage, before one of its steps or at its end. */
export function moveStep(doc: Doc, id: string, stage: string | null, before: string | null): Doc {
  const step = doc.steps.find((one) => one.id === id);
  if (!step) return doc;
  const steps = step.stage === stage ? doc.steps : patch(doc.steps, id, { stage });
  const next = placedAmong(
    steps,
    steps.filter((one) => one.stage === stage),
    id,
    before,
  );
  return next === doc.steps ? doc : { ...doc, steps: next };
}

export type Uses = { transitions: number; entries: number; follow_ons: number };

/** What goes with a step when it is removed. */
export const usesOf = (doc: Doc, step: string): Uses => ({
  transitions: doc.transitions.filter((one) => one.from === step || one.to === step).length,
  entries: Object.values(doc.entries).filter((one) => one.step === step).length,
  follow_ons: doc.follow_ons.filter((one) => one.step === step).length,
});

export function removeStep(doc: Doc, id: string): Doc {
  const entries = Object.fromEntries(Object.entries(doc.entries).filter(([, one]) => one.step !== id));
  return {
    ...doc,
    steps: without(doc.steps, id),
    transitions: doc.transitions.filter((one) => one.from !== id && one.to !== id),
    entries,
    follow_ons: doc.follow_ons.filter((one) => one.step !== id),
  };
}

/** In the order of the layout, built-in ones first; `shown` says which. */
export function setDisplayed(doc: Doc, step: string, shown: readonly string[]): Doc {
  return editStep(doc, step, { attributes: [...shown] });
}

/** On every step, or on none. */
export function displayEverywhere(doc: Doc, attribute: string, where: "all" | "none"): Doc {
  const steps = doc.steps.map((step) => {
    const has = step.attributes.includes(attribute);
    if (has === (where === "all")) return step;
    const attributes = has
      ? step.attributes.filter((one) => one !== attribute)
      : [...step.attributes, attribute];
    return { ...step, attributes };
  });
  return { ...doc, steps };
}

export const nameOfStep = (doc: Doc, id: string | null): string =>
  doc.steps.find((step) => step.id === id)?.name ?? "";
export const keyOf = (doc: Doc, attribute: string): string =>
  attributesOf(doc).find((one) => one.id === attribute)?.key ?? attribute;
