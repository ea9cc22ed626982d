import { useTranslation } from "react-i18next";
import { useAttributeName } from "./AttributePicker";
import { attributesOf, type Doc, isBuiltIn } from "./document";
import type { Kind } from "./elements";

const STEPS: readonly string[] = ["from", "to", "step"];
const ATTRIBUTES: readonly string[] = ["attributes", "required", "carry"];

/** Elements and their values in words, whichever of several documents knows their names. */
export function useShown(...docs: Doc[]) {
  const { t } = useTranslation();
  const attribute = useAttributeName();
  const first = (of: (doc: Doc) => readonly { id: string; name: string }[], id: string): string => {
    for (const doc of docs) {
      const name = of(doc).find((one) => one.id === id)?.name;
      if (name) return name;
    }
    return "–";
  };
  const labelOf = (id: string): string => {
    const doc = docs.find((one) => isBuiltIn(id) || attributesOf(one).some((x) => x.id === id));
    return doc ? attribute(doc, id) : id;
  };
  const nothing = t("edit.empty");

  const show = (field: string, value: unknown): string => {
    if (value === null || value === undefined || value === "") return nothing;
    if (STEPS.includes(field)) return first((doc) => doc.steps, String(value));
    if (field === "stage") return first((doc) => doc.stages, String(value));
    if (field === "section") return first((doc) => doc.sections, String(value));
    if (field === "status") return t(`workflow.status_${value}`);
    if (field === "mode") return t(`workflow.${value}`, { defaultValue: String(value) });
    if (field === "type") return t(`workflow.type_${value}`);
    if (field === "probability") return `${value} %`;
    if (!Array.isArray(value)) return String(value);
    if (value.length === 0) return nothing;
    return value
      .map((one) => {
        if (ATTRIBUTES.includes(field)) return labelOf(String(one));
        if (field === "roles") return t(`role.${one}`);
        if (field === "triggers") return t(`workflow.trigger.${one}`);
        return typeof one === "object" && one !== null && "name" in one ? String(one.name) : String(one);
      })
      .join(", ");
  };
  const nameOf = (one: { element: Kind; id: string; name: string }): string => {
    if (one.element === "workflow") return t("workflow.element.workflow");
    const kind = t(`workflow.element.${one.element}`);
    return `${kind} · ${one.element === "entry" ? t(`workflow.entry_${one.id}`) : one.name || "–"}`;
  };
  return { nameOf, show };
}
