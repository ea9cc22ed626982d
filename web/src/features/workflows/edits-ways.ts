import {
  type Communication,
  type Doc,
  type EntryKind,
  type FollowOn,
  freshId,
  type Transition,
} from "./document";
import { stepsOf } from "./edits";
import { patch, placedAmong, without } from "./lists";

export function addTransition(
  doc: Doc,
  way: { name: string; from: string | null; to: string | null },
  id: string = freshId(),
): Doc {
  const transition: Transition = {
    id,
    ...way,
    required: [],
    roles: [],
    triggers: [],
    communications: [],
  };
  return { ...doc, transitions: [...doc.transitions, transition] };
}

export const editTransition = (doc: Doc, id: string, change: Partial<Omit<Transition, "id">>): Doc => ({
  ...doc,
  transitions: patch(doc.transitions, id, change),
});

export const removeTransition = (doc: Doc, id: string): Doc => ({
  ...doc,
  transitions: without(doc.transitions, id),
});

/** Before one of those that are listed, or behind the last of them. */
export function moveTransition(
  doc: Doc,
  id: string,
  before: string | null,
  listed: readonly Transition[] = doc.transitions,
): Doc {
  const transitions = placedAmong(doc.transitions, listed, id, before);
  return transitions === doc.transitions ? doc : { ...doc, transitions };
}

export function copyTransition(doc: Doc, id: string, name: string, copy: string = freshId()): Doc {
  const at = doc.transitions.findIndex((one) => one.id === id);
  const one = doc.transitions[at];
  if (!one) return doc;
  return { ...doc, transitions: doc.transitions.toSpliced(at + 1, 0, { ...one, id: copy, name }) };
}

export function addCommunication(doc: Doc, transition: string, name: string, id: string = freshId()): Doc {
  const one: Communication = {
    id,
    name,
    channel: "email",
    // Until messages are sent, the check refuses any other.
    mode: "disabled",
    template: "",
    subject: "",
    text: "",
  };
  const list = doc.transitions.find((x) => x.id === transition)?.communications ?? [];
  return editTransition(doc, transition, { communications: [...list, one] });
}

export function editCommunication(
  doc: Doc,
  transition: string,
  id: string,
  change: Partial<Omit<Communication, "id">>,
): Doc {
  const list = doc.transitions.find((x) => x.id === transition)?.communications ?? [];
  return editTransition(doc, transition, { communications: patch(list, id, change) });
}

export function removeCommunication(doc: Doc, transition: string, id: string): Doc {
  const list = doc.transitions.find((x) => x.id === transition)?.communications ?? [];
  return editTransition(doc, transition, { communications: without(list, id) });
}

export function setEntry(
  doc: Doc,
  kind: EntryKind,
  change: { step?: string | null; name?: string | null },
): Doc {
  const entry = { step: null, name: null, ...doc.entries[kind], ...change };
  const entries = { ...doc.entries };
  if (entry.step === null && doc.mode === "guided" && !entry.name?.trim()) delete entries[kind];
  else entries[kind] = entry;
  return { ...doc, entries };
}

export const addFollowOn = (doc: Doc, name: string, step: string | null, id: string = freshId()): Doc => ({
  ...doc,
  follow_ons: [...doc.follow_ons, { id, name, step, carry: [] }],
});

export const editFollowOn = (doc: Doc, id: string, change: Partial<Omit<FollowOn, "id">>): Doc => ({
  ...doc,
  follow_ons: patch(doc.follow_ons, id, change),
});

export const removeFollowOn = (doc: Doc, id: string): Doc => ({
  ...doc,
  follow_ons: without(doc.follow_ons, id),
});

export const setMilestones = (doc: Doc, milestones: string[]): Doc => ({ ...doc, milestones });

/** Where a guided workflow begins that was free: without a way, along the open stages, or with every move. */
export type Ways = "none" | "line" | "all";

export function waysBetween(doc: Doc, ways: Ways): { from: string; to: string }[] {
  if (ways === "none") return [];
  const steps = doc.stages.flatMap((stage) =>
    stepsOf(doc, stage.id).map((step) => ({ id: step.id, status: stage.status })),
  );
  if (ways === "all")
    return steps.flatMap((a) => steps.filter((b) => b.id !== a.id).map((b) => ({ from: a.id, to: b.id })));
  const open = steps.filter((one) => one.status === "open");
  const ends = steps.filter((one) => one.status !== "open");
  return open.flatMap((a, i) => {
    const next = open[i + 1];
    const on = next ? [{ from: a.id, to: next.id }] : [];
    const out = ends
      .filter((end) => end.status !== "won" || !next)
      .map((end) => ({ from: a.id, to: end.id }));
    return [...on, ...out];
  });
}

export function becomeGuided(doc: Doc, ways: Ways, name: (to: string) => string): Doc {
  const transitions = waysBetween(doc, ways).map(({ from, to }) => ({
    id: freshId(),
    name: name(doc.steps.find((step) => step.id === to)?.name ?? ""),
    from,
    to,
    required: [],
    roles: [],
    triggers: [],
    communications: [],
  }));
  return { ...doc, mode: "guided", transitions };
}

export const becomeFree = (doc: Doc): Doc => ({ ...doc, mode: "free" });
