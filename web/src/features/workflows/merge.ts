import { attributesOf, type Doc, ENTRY_KINDS, type EntryKind, isBuiltIn } from "./document";
import type { Kind } from "./elements";

/** One version of a document, element by element. What stands in an element is what would be saved of it. */
type Parts = Map<string, { element: Kind; id: string; name: string; value: Record<string, unknown> }>;

export type Clash = {
  key: string;
  element: Kind;
  id: string;
  name: string;
  mine: "changed" | "removed" | "added";
  theirs: "changed" | "removed" | "added";
  details: Detail[];
};
export type Detail = { field: string; before: unknown; after: unknown };
export type Difference = {
  key: string;
  kind: "added" | "removed" | "changed";
  element: Kind;
  id: string;
  name: string;
  details: Detail[];
};
/** What can't stand together: a transition of mine to a step that they removed. */
export type Fallen = { element: Kind; name: string };

const text = (value: unknown): string => JSON.stringify(value);
const ORDERS = ["stages", "steps", "transitions", "follow_ons", "sections", "attributes"] as const;

export function partsOf(doc: Doc): Parts {
  const parts: Parts = new Map();
  const put = (element: Kind, id: string, name: string, value: object) =>
    parts.set(`${element} ${id}`, { element, id, name, value: value as Record<string, unknown> });
  put("workflow", "", doc.workflow, {
    workflow: doc.workflow,
    mode: doc.mode,
    milestones: doc.milestones,
  });
  for (const { id, name } of doc.sections) put("section", id, name, { name });
  for (const section of doc.sections)
    for (const { id, ...rest } of section.attributes)
      put("attribute", id, rest.label, { ...rest, section: section.id });
  for (const { id, ...rest } of doc.stages) put("stage", id, rest.name, rest);
  for (const { id, ...rest } of doc.steps) put("step", id, rest.name, rest);
  for (const { id, ...rest } of doc.transitions) {
    const communications = rest.communications.map(({ id: _, ...one }) => one);
    put("transition", id, rest.name, { ...rest, communications });
  }
  for (const kind of ENTRY_KINDS) {
    const entry = doc.entries[kind];
    if (entry) put("entry", kind, entry.name ?? "", entry);
  }
  for (const { id, ...rest } of doc.follow_ons) put("follow_on", id, rest.name, rest);
  return parts;
}

const details = (a: Record<string, unknown> | undefined, b: Record<string, unknown> | undefined): Detail[] =>
  [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])]
    .filter((field) => text(a?.[field]) !== text(b?.[field]))
    .map((field) => ({ field, before: a?.[field], after: b?.[field] }));

/** What `b` changed against `a`, element by element. */
export function differences(a: Doc, b: Doc): Difference[] {
  const before = partsOf(a);
  const after = partsOf(b);
  const found: Difference[] = [];
  for (const [key, { element, id, name, value }] of after) {
    const was = before.get(key);
    if (was && text(was.value) === text(value)) continue;
    const kind = was ? "changed" : "added";
    found.push({ key, kind, element, id, name, details: was ? details(was.value, value) : [] });
  }
  for (const [key, { element, id, name }] of before)
    if (!after.has(key)) found.push({ key, kind: "removed", element, id, name, details: [] });
  return [...found, ...reordered(a, b)];
}

const listOf = (doc: Doc, order: (typeof ORDERS)[number]): { id: string }[] =>
  order === "attributes" ? attributesOf(doc) : doc[order];
const idsOf = (doc: Doc, order: (typeof ORDERS)[number]) => listOf(doc, order).map((one) => one.id);
const common = (a: string[], b: string[]) => a.filter((id) => b.includes(id));

function reordered(a: Doc, b: Doc): Difference[] {
  return ORDERS.filter((order) => {
    const x = idsOf(a, order);
    const y = idsOf(b, order);
    return text(common(x, y)) !== text(common(y, x));
  }).map((order) => ({
    key: `order ${order}`,
    kind: "changed",
    element: "workflow",
    id: order,
    name: "",
    details: [{ field: `order_${order}`, before: null, after: null }],
  }));
}

/** What both changed, and differently: somebody has to choose. */
export function clashes(base: Doc, mine: Doc, theirs: Doc): Clash[] {
  const [was, my, their] = [partsOf(base), partsOf(mine), partsOf(theirs)];
  const change = (key: string, parts: Parts) =>
    !was.has(key) ? "added" : parts.has(key) ? "changed" : "removed";
  const keys = [...new Set([...was.keys(), ...my.keys(), ...their.keys()])];
  const found = keys.flatMap((key): Clash[] => {
    const [a, b, c] = [was.get(key), my.get(key), their.get(key)];
    if (text(b?.value) === text(c?.value)) return [];
    if (text(a?.value) === text(b?.value) || text(a?.value) === text(c?.value)) return [];
    const known = b ?? c ?? a;
    if (!known) return [];
    return [
      {
        key,
        element: known.element,
        id: known.id,
        name: known.name,
        mine: change(key, my),
        theirs: change(key, their),
        details: b && c ? details(b.value, c.value) : [],
      },
    ];
  });
  const both = reordered(base, mine).filter((one) => reordered(base, theirs).some((x) => x.id === one.id));
  const orders = both
    .filter(({ id }) => {
      const order = id as (typeof ORDERS)[number];
      const [x, y] = [idsOf(mine, order), idsOf(theirs, order)];
      return text(common(x, y)) !== text(common(y, x));
    })
    .map((one): Clash => ({ ...one, mine: "changed", theirs: "changed" }));
  return [...found, ...orders];
}

/** Mine on top of theirs; `theirsWin` names the clashes where theirs shall stand. Nothing of either is lost silently. */
export function merge(
  base: Doc,
  mine: Doc,
  theirs: Doc,
  theirsWin: ReadonlySet<string> = new Set(),
): { doc: Doc; fallen: Fallen[] } {
  const [was, my, their] = [partsOf(base), partsOf(mine), partsOf(theirs)];
  /** The winner of an element; null where it is gone. */
  const side = (key: string): "mine" | "theirs" => {
    if (text(was.get(key)?.value) === text(my.get(key)?.value)) return "theirs";
    if (text(was.get(key)?.value) === text(their.get(key)?.value)) return "mine";
    return theirsWin.has(key) ? "theirs" : "mine";
  };
  const orderOf = (order: (typeof ORDERS)[number]): string[] => {
    const [a, b, c] = [idsOf(base, order), idsOf(mine, order), idsOf(theirs, order)];
    const iMoved = text(common(a, b)) !== text(common(b, a));
    const theyMoved = text(common(a, c)) !== text(common(c, a));
    const lead = iMoved && !(theyMoved && theirsWin.has(`order ${order}`)) ? [b, c] : [c, b];
    return woven(lead[0] ?? [], lead[1] ?? []);
  };
  const pick = <T extends { id: string }>(
    element: Kind,
    order: (typeof ORDERS)[number],
    of: (doc: Doc) => readonly T[],
  ): T[] => {
    const [b, c] = [byId(of(mine)), byId(of(theirs))];
    return orderOf(order).flatMap((id) => {
      const one = side(`${element} ${id}`) === "mine" ? b.get(id) : c.get(id);
      return one ? [one] : [];
    });
  };
  const about = side("workflow ") === "mine" ? mine : theirs;
  const sections = pick("section", "sections", (doc) => doc.sections);
  const home = (doc: Doc) =>
    doc.sections.flatMap((s) => s.attributes.map((one) => ({ ...one, section: s.id })));
  const attributes = pick("attribute", "attributes", home);
  const entries: Doc["entries"] = {};
  for (const kind of ENTRY_KINDS) {
    const entry = (side(`entry ${kind}`) === "mine" ? mine : theirs).entries[kind as EntryKind];
    if (entry) entries[kind] = entry;
  }
  const last = sections.at(-1)?.id;
  const sectionIds = new Set(sections.map((one) => one.id));
  return mended({
    workflow: about.workflow,
    mode: about.mode,
    milestones: about.milestones,
    sections: sections.map((section) => ({
      ...section,
      attributes: attributes
        .filter((one) => (sectionIds.has(one.section) ? one.section : last) === section.id)
        .map(({ section: _, ...one }) => one),
    })),
    stages: pick("stage", "stages", (doc) => doc.stages),
    steps: pick("step", "steps", (doc) => doc.steps),
    transitions: pick("transition", "transitions", (doc) => doc.transitions),
    entries,
    follow_ons: pick("follow_on", "follow_ons", (doc) => doc.follow_ons),
  });
}

const byId = <T extends { id: string }>(list: readonly T[]) => new Map(list.map((one) => [one.id, one]));

/** The order of `lead`; what only the other has follows whom it followed there. */
function woven(lead: readonly string[], other: readonly string[]): string[] {
  const order = [...lead];
  other.forEach((id, i) => {
    if (order.includes(id)) return;
    const before = other.slice(0, i).findLast((one) => order.includes(one));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, id);
  });
  return order;
}

/** Without what hangs in the air; what had to fall is named. */
function mended(doc: Doc): { doc: Doc; fallen: Fallen[] } {
  const steps = new Set(doc.steps.map((one) => one.id));
  const stages = new Set(doc.stages.map((one) => one.id));
  const own = new Set(attributesOf(doc).map((one) => one.id));
  const fallen: Fallen[] = [];
  const stands = (step: string | null) => step === null || steps.has(step);
  const keep = (element: Kind, name: string, ok: boolean): boolean => {
    if (!ok) fallen.push({ element, name });
    return ok;
  };
  const known = (list: string[]) => list.filter((id) => own.has(id) || isBuiltIn(id));
  const entries = Object.fromEntries(
    Object.entries(doc.entries).filter(([kind, one]) => keep("entry", kind, stands(one.step))),
  );
  return {
    doc: {
      ...doc,
      steps: doc.steps.map((one) => ({
        ...one,
        stage: one.stage !== null && stages.has(one.stage) ? one.stage : null,
        attributes: known(one.attributes),
      })),
      transitions: doc.transitions
        .filter((one) => keep("transition", one.name, stands(one.from) && stands(one.to)))
        .map((one) => ({ ...one, required: known(one.required) })),
      entries,
      follow_ons: doc.follow_ons
        .filter((one) => keep("follow_on", one.name, stands(one.step)))
        .map((one) => ({ ...one, carry: known(one.carry) })),
    },
    fallen,
  };
}
