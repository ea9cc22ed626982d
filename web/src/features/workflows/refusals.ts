import { attributesOf, type Doc, ENTRY_KINDS } from "./document";
import { type Element, found } from "./elements";

/** What the server refused on saving, at the element that its path named. */
export type Refusal = Element & { field: string; message: string; was: string };

const print = (doc: Doc, at: Element): string =>
  JSON.stringify(
    at.element === "workflow" ? [doc.workflow, doc.mode, doc.milestones] : (found(doc, at) ?? null),
  );

/** "steps.2.stage" is the field `stage` of the third step of the document that was sent. */
function placeOf(path: string, sent: Doc): Element & { field: string } {
  const [list, place = "", ...rest] = path.replace(/^document\./, "").split(".");
  const nth = Number(place);
  const field = rest[0] ?? "name";
  const here = (element: Element["element"], one: { id: string } | undefined, at = field) =>
    one ? { element, id: one.id, field: at } : null;
  const answer = () => {
    switch (list) {
      case "stages":
        return here("stage", sent.stages[nth]);
      case "steps":
        return here("step", sent.steps[nth]);
      case "transitions":
        return here("transition", sent.transitions[nth]);
      case "follow_ons":
        return here("follow_on", sent.follow_ons[nth]);
      case "sections":
        return field === "attributes" && rest[1] !== undefined
          ? here("attribute", sent.sections[nth]?.attributes[Number(rest[1])], rest[2] ?? "key")
          : here("section", sent.sections[nth]);
      case "attributes":
        return here("attribute", attributesOf(sent)[nth]);
      case "entries":
        return ENTRY_KINDS.some((kind) => kind === place)
          ? { element: "entry" as const, id: place, field: rest[0] ?? "step" }
          : null;
      case "milestones":
        return { element: "milestone" as const, id: place || "0", field: "name" };
      default:
        return null;
    }
  };
  return answer() ?? { element: "workflow", id: null, field: list || "workflow" };
}

export function refusalsOf(fields: readonly { name: string; message: string }[], sent: Doc): Refusal[] {
  return fields.map(({ name, message }) => {
    const place = placeOf(name, sent);
    return { ...place, message, was: print(sent, place) };
  });
}
refusalsOf.print = print;
