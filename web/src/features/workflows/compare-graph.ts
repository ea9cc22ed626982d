import type { Mark, PictureGraph } from "@/opportunity/picture";
import type { DraftDocument } from "./publishing-api";

/** What the picture is drawn from: ids in place of names. */
export function pictureOf(document: DraftDocument): PictureGraph {
  const stages = new Map(document.stages.map((one) => [one.name, one.id]));
  const steps = new Map(document.steps.map((one) => [one.name, one.id]));
  return {
    stages: document.stages,
    steps: document.steps.map((one) => ({
      id: one.id,
      name: one.name,
      stage: one.stage === null ? null : (stages.get(one.stage) ?? null),
    })),
    transitions: document.transitions.map((one) => ({
      id: one.id,
      name: one.name,
      from: steps.get(one.from) ?? "",
      to: steps.get(one.to) ?? "",
      roles: one.roles,
    })),
  };
}

/** Before and after in one picture: what is gone still stands in it, marked; so is what came and what changed. */
export function beforeAndAfter(
  before: DraftDocument,
  after: DraftDocument,
): { graph: PictureGraph; marks: ReadonlyMap<string, Mark> } {
  const old = pictureOf(before);
  const now = pictureOf(after);
  const marks = new Map<string, Mark>();
  const both = <T extends { id: string }>(
    were: readonly T[],
    are: readonly T[],
    same: (was: T, is: T) => boolean,
  ): T[] => {
    const known = new Map(were.map((one) => [one.id, one]));
    for (const one of are) {
      const was = known.get(one.id);
      if (!was) marks.set(one.id, "added");
      else if (!same(was, one)) marks.set(one.id, "changed");
    }
    const left = new Set(are.map((one) => one.id));
    const gone = were.filter((one) => !left.has(one.id));
    for (const one of gone) marks.set(one.id, "removed");
    return [...are, ...gone];
  };
  const [saidBefore, saidAfter] = [said(before), said(after)];
  const same = (was: { id: string }, is: { id: string }) =>
    JSON.stringify(was) === JSON.stringify(is) && saidBefore.get(was.id) === saidAfter.get(is.id);
  const graph = {
    stages: both(old.stages, now.stages, same),
    steps: both(old.steps, now.steps, same),
    transitions: both(old.transitions, now.transitions, same),
  };
  return { graph, marks };
}

/** Each element as written, but for what it refers to by name: another name of a stage is no change of its steps. */
function said(document: DraftDocument): Map<string, string> {
  const elements = [...document.stages, ...document.steps, ...document.transitions];
  return new Map(
    elements.map((one) => [one.id, JSON.stringify({ ...one, stage: null, from: null, to: null })]),
  );
}
