/** What the picture is drawn from: the `graph` of a workflow fits as it is, so does a draft with ids for references. */
export type PictureStage = { id: string; name: string; status: string };
/** A draft's step may still lack its stage. */
export type PictureStep = { id: string; name: string; stage: string | null };
export type PictureTransition = {
  id: string;
  name: string;
  from: string;
  to: string;
  roles?: readonly string[];
};
export type PictureGraph = {
  stages: readonly PictureStage[];
  steps: readonly PictureStep[];
  transitions: readonly PictureTransition[];
};

export type PictureElement = { kind: "stage" | "step" | "transition"; id: string };

/** The lane of steps that have no stage. */
export const NOWHERE = "nowhere";

/** One list per key, in the order given. */
export function grouped<T>(items: Iterable<T>, key: (item: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const list = found.get(name);
    if (list) list.push(item);
    else found.set(name, [item]);
  }
  return found;
}
