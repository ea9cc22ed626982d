import { type Attribute, attributesOf, type Doc, freshId, isBuiltIn } from "./document";
import { patch, placed, without } from "./lists";

/** "Trade-in?" is `trade_in`; the first that no other attribute has. */
export function keyFrom(label: string, taken: readonly string[]): string {
  const plain = label
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 56)
    .replace(/_+$/, "");
  const key = plain || "field";
  const known = (one: string) => taken.includes(one) || isBuiltIn(one);
  if (!known(key)) return key;
  for (let n = 2; ; n += 1) if (!known(`${key}_${n}`)) return `${key}_${n}`;
}

export const addSection = (doc: Doc, name: string, id: string = freshId()): Doc => ({
  ...doc,
  sections: [...doc.sections, { id, name, attributes: [] }],
});

export const renameSection = (doc: Doc, id: string, name: string): Doc => ({
  ...doc,
  sections: patch(doc.sections, id, { name }),
});

export function moveSection(doc: Doc, id: string, before: string | null): Doc {
  const sections = placed(doc.sections, id, before);
  return sections === doc.sections ? doc : { ...doc, sections };
}

export function removeSection(doc: Doc, id: string): Doc {
  const gone = doc.sections.find((one) => one.id === id)?.attributes ?? [];
  const rest = gone.reduce((left, one) => forget(left, one.id), doc);
  return { ...rest, sections: without(rest.sections, id) };
}

/** In a free workflow a step shows everything, and so it shows what is new. */
export function addAttribute(
  doc: Doc,
  section: string,
  attribute: Omit<Attribute, "id">,
  id: string = freshId(),
): Doc {
  const sections = doc.sections.map((one) =>
    one.id === section ? { ...one, attributes: [...one.attributes, { ...attribute, id }] } : one,
  );
  const before = attributesOf(doc).map((one) => one.id);
  const steps =
    doc.mode === "free"
      ? doc.steps.map((step) =>
          before.every((one) => step.attributes.includes(one))
            ? { ...step, attributes: [...step.attributes, id] }
            : step,
        )
      : doc.steps;
  return { ...doc, sections, steps };
}

export const editAttribute = (doc: Doc, id: string, change: Partial<Omit<Attribute, "id">>): Doc => ({
  ...doc,
  sections: doc.sections.map((section) =>
    section.attributes.some((one) => one.id === id)
      ? { ...section, attributes: patch(section.attributes, id, change) }
      : section,
  ),
});

/** Only a choice has options. */
export function setType(doc: Doc, id: string, type: string): Doc {
  const options = attributesOf(doc).find((one) => one.id === id)?.options ?? [];
  return editAttribute(doc, id, { type, options: takesOptions(type) ? options : [] });
}
export const takesOptions = (type: string): boolean => type === "choice" || type === "choices";

/** The key of an attribute that was never saved follows its label, until it was typed. */
export function relabel(doc: Doc, id: string, label: string, isFresh: (id: string) => boolean): Doc {
  const one = attributesOf(doc).find((x) => x.id === id);
  if (!one) return doc;
  const others = attributesOf(doc)
    .filter((x) => x.id !== id)
    .map((x) => x.key);
  const follows = isFresh(id) && one.key === keyFrom(one.label, others);
  return editAttribute(doc, id, { label, ...(follows && { key: keyFrom(label, others) }) });
}

export function moveAttribute(doc: Doc, id: string, section: string, before: string | null): Doc {
  const one = attributesOf(doc).find((x) => x.id === id);
  if (!one) return doc;
  const sections = doc.sections.map((each) => {
    if (each.id === section) {
      const list = each.attributes.includes(one) ? each.attributes : [...each.attributes, one];
      const attributes = placed(list, id, before);
      return attributes === each.attributes ? each : { ...each, attributes };
    }
    return each.attributes.includes(one) ? { ...each, attributes: without(each.attributes, id) } : each;
  });
  return sections.every((each, i) => each === doc.sections[i]) ? doc : { ...doc, sections };
}

export const removeAttribute = (doc: Doc, id: string): Doc => forget(doc, id);

/** Out of its section, and wherever it is displayed, required or carried over. */
function forget(doc: Doc, id: string): Doc {
  const not = (list: string[]) => (list.includes(id) ? list.filter((one) => one !== id) : list);
  return {
    ...doc,
    sections: doc.sections.map((section) => ({ ...section, attributes: without(section.attributes, id) })),
    steps: doc.steps.map((step) => ({ ...step, attributes: not(step.attributes) })),
    transitions: doc.transitions.map((one) => ({ ...one, required: not(one.required) })),
    follow_ons: doc.follow_ons.map((one) => ({ ...one, carry: not(one.carry) })),
  };
}

/** How often an attribute is displayed, required and carried over. */
export const usesOfAttribute = (doc: Doc, id: string) => ({
  steps: doc.steps.filter((one) => one.attributes.includes(id)).length,
  transitions: doc.transitions.filter((one) => one.required.includes(id)).length,
  follow_ons: doc.follow_ons.filter((one) => one.carry.includes(id)).length,
});
