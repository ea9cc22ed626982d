import { attributesOf, type Doc, ENTRY_KINDS, isBuiltIn } from "./document";
import type { Element } from "./elements";

export type { Element } from "./elements";
/** Something that the server would refuse, seen before it is asked: `workflow.problem.KEY`. */
export type Problem = Element & { field: string; key: string; name: string };

const KEY = /^[a-z][a-z0-9_]{0,62}$/;
export const LIMIT = /^([1-9][0-9]{0,3}) (minute|hour|day|week)s?$/;
export const MOST_MILESTONES = 3;
export const NAME_LIMIT = 200;

const same = (name: string): string => name.trim().normalize("NFC");

/** Each second one of a kind, and each empty one. */
function names(
  list: readonly { id: string; name: string; beside?: string }[],
  element: Element["element"],
): Problem[] {
  const seen = new Set<string>();
  return list.flatMap(({ id, name, beside = "" }) => {
    const at = { element, id, field: "name", name: name.trim() };
    if (same(name) === "") return [{ ...at, key: "name_missing" }];
    if (same(name).length > NAME_LIMIT) return [{ ...at, key: "name_long" }];
    const known = `${beside} ${same(name)}`;
    if (seen.has(known)) return [{ ...at, key: element === "transition" ? "way_twice" : "name_twice" }];
    seen.add(known);
    return [];
  });
}

function attributes(doc: Doc): Problem[] {
  const seen = new Set<string>();
  return attributesOf(doc).flatMap(({ id, key, label, type, options }) => {
    const at = { element: "attribute" as const, id, name: label || key };
    const problems: Problem[] = [];
    if (same(label) === "") problems.push({ ...at, field: "label", key: "name_missing" });
    if (!KEY.test(key)) problems.push({ ...at, field: "key", key: "key_shape" });
    else if (isBuiltIn(key)) problems.push({ ...at, field: "key", key: "key_built_in" });
    else if (seen.has(key)) problems.push({ ...at, field: "key", key: "key_twice" });
    seen.add(key);
    if ((type === "choice" || type === "choices") && options.length === 0)
      problems.push({ ...at, field: "options", key: "options_missing" });
    return problems;
  });
}

function ends(doc: Doc): Problem[] {
  const missing = (element: Element["element"], id: string, name: string, field: string): Problem => ({
    element,
    id,
    name,
    field,
    key: "step_missing",
  });
  return [
    ...doc.transitions.flatMap((one) =>
      (["from", "to"] as const)
        .filter((end) => one[end] === null)
        .map((end) => missing("transition", one.id, one.name, end)),
    ),
    ...ENTRY_KINDS.filter((kind) => doc.entries[kind]?.step === null).map((kind) =>
      missing("entry", kind, doc.entries[kind]?.name ?? "", "step"),
    ),
    ...doc.follow_ons
      .filter((one) => one.step === null)
      .map((one) => missing("follow_on", one.id, one.name, "step")),
  ];
}

function numbers(doc: Doc): Problem[] {
  return doc.steps.flatMap(({ id, name, probability, limit }) => {
    const at = { element: "step" as const, id, name };
    const problems: Problem[] = [];
    if (probability !== null && !(probability >= 0 && probability <= 100))
      problems.push({ ...at, field: "probability", key: "probability" });
    if (limit !== null && !LIMIT.test(limit)) problems.push({ ...at, field: "limit", key: "limit" });
    return problems;
  });
}

function milestones(list: readonly string[]): Problem[] {
  return list.flatMap((name, i) =>
    name.trim() !== "" && list.findIndex((one) => same(one) === same(name)) < i
      ? [{ element: "milestone" as const, id: String(i), field: "name", key: "name_twice", name }]
      : [],
  );
}

export function problemsOf(doc: Doc): Problem[] {
  const title: Problem[] =
    same(doc.workflow) === ""
      ? [{ element: "workflow", id: null, field: "workflow", key: "name_missing", name: "" }]
      : [];
  const stages: Problem[] =
    doc.stages.length === 0
      ? [{ element: "workflow", id: null, field: "stages", key: "stage_missing", name: doc.workflow }]
      : [];
  return [
    ...title,
    ...stages,
    ...names(doc.stages, "stage"),
    ...names(doc.steps, "step"),
    ...numbers(doc),
    ...names(
      doc.transitions.map((one) => ({ ...one, beside: one.from ?? one.id })),
      "transition",
    ),
    ...names(doc.sections, "section"),
    ...attributes(doc),
    ...names(doc.follow_ons, "follow_on"),
    ...ends(doc),
    ...milestones(doc.milestones),
  ];
}
