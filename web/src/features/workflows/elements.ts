import { attributesOf, type Doc, type EntryKind } from "./document";
import type { Finding } from "./publishing-api";

export type Kind =
  | "workflow"
  | "section"
  | "attribute"
  | "stage"
  | "step"
  | "transition"
  | "entry"
  | "follow_on"
  | "milestone";
/** Something of the document. The workflow itself has no id; an entry's is its kind, a milestone's its place. */
export type Element = { element: Kind; id: string | null };

export const sameElement = (a: Element, b: Element): boolean => a.element === b.element && a.id === b.id;
/** As it stands in the address. */
export const addressOf = (at: Element): string => (at.id === null ? at.element : `${at.element}:${at.id}`);

const KINDS: readonly string[] = [
  "workflow",
  "section",
  "attribute",
  "stage",
  "step",
  "transition",
  "entry",
  "follow_on",
  "milestone",
];

export function elementAt(address: string | undefined): Element | null {
  const [kind, ...rest] = (address ?? "").split(":");
  if (!kind || !KINDS.includes(kind)) return null;
  return { element: kind as Kind, id: rest.length > 0 ? rest.join(":") : null };
}

export function found(doc: Doc, at: Element): object | undefined {
  const byId = <T extends { id: string }>(list: readonly T[]) => list.find((one) => one.id === at.id);
  switch (at.element) {
    case "stage":
      return byId(doc.stages);
    case "step":
      return byId(doc.steps);
    case "transition":
      return byId(doc.transitions);
    case "follow_on":
      return byId(doc.follow_ons);
    case "section":
      return byId(doc.sections);
    case "attribute":
      return byId(attributesOf(doc));
    case "entry":
      return doc.entries[at.id as EntryKind];
    case "milestone":
      return { name: doc.milestones[Number(at.id)] };
    default:
      return doc;
  }
}

/** A finding's element as the editor knows it: attributes are named by their key there. */
export function elementOf(doc: Doc, finding: Finding): Element {
  if (finding.element !== "attribute") return { element: finding.element, id: finding.id };
  const known = attributesOf(doc).find((one) => one.key === finding.id);
  return { element: "attribute", id: known?.id ?? finding.id };
}

export const TABS = [
  "stages",
  "transitions",
  "entries",
  "layout",
  "picture",
  "settings",
  "versions",
] as const;
export type Tab = (typeof TABS)[number];

/** Where an element is edited. */
export const tabOf: Record<Kind, Tab> = {
  workflow: "settings",
  milestone: "settings",
  stage: "stages",
  step: "stages",
  transition: "transitions",
  entry: "entries",
  follow_on: "entries",
  section: "layout",
  attribute: "layout",
};
