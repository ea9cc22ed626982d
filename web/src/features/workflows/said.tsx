import { useTranslation } from "react-i18next";
import { Hidden } from "@/ui/bits";
import { FindingSign } from "@/ui/editing/Findings";
import { useDraft } from "./editing";
import { type Element, elementOf, sameElement } from "./elements";
import { useFindingText } from "./finding-text";
import c from "./workflows.module.css";

export type Said = {
  level: "error" | "warning";
  text: string;
  at: Element;
  field: string | null;
  name: string;
};

/** Everything that is said of the draft: what the page sees, what the server refused, what its check found. */
export function useSaid(): Said[] {
  const { t } = useTranslation();
  const { doc, findings, problems, refusals } = useDraft();
  const text = useFindingText();
  return [
    ...problems.map((one) => ({
      level: "error" as const,
      text: t(`workflow.problem.${one.key}`, { name: one.name }),
      at: { element: one.element, id: one.id },
      field: one.field,
      name: one.name,
    })),
    ...refusals.map((one) => ({
      level: "error" as const,
      text: one.message,
      at: { element: one.element, id: one.id },
      field: one.field,
      name: "",
    })),
    ...findings.map((one) => ({
      level: one.level,
      text: text(one),
      at: elementOf(doc, one),
      field: null,
      name: one.name,
    })),
  ];
}

/** The message at a field of an element. */
export function useErrors(at: Element): (field: string) => string | undefined {
  const { t } = useTranslation();
  const { problems, refusals } = useDraft();
  return (field) => {
    const problem = problems.find((one) => sameElement(one, at) && one.field === field);
    if (problem) return t(`workflow.problem.${problem.key}`, { name: problem.name });
    return refusals.find((one) => sameElement(one, at) && one.field === field)?.message;
  };
}

/** The mark on an element in a list: an error, else a warning. */
export function Mark({ at }: { at: Element }) {
  const { t } = useTranslation();
  const { doc, findings, problems, refusals } = useDraft();
  const text = useFindingText();
  const wrong = [...problems, ...refusals].some((one) => sameElement(one, at));
  const own = findings.filter((one) => sameElement(elementOf(doc, one), at));
  const level = wrong || own.some((one) => one.level === "error") ? "error" : own[0]?.level;
  if (!level) return null;
  return (
    <span className={c.mark} data-level={level} title={own.map(text).join("\n") || undefined}>
      <FindingSign level={level} />
      <Hidden>{t(`workflow.has_${level}`)}</Hidden>
    </span>
  );
}

/** What the check says of an element, above its fields. */
export function Notes({ at }: { at: Element }) {
  const { doc, findings } = useDraft();
  const text = useFindingText();
  const own = findings.filter((one) => sameElement(elementOf(doc, one), at));
  if (own.length === 0) return null;
  return (
    <ul className={c.notes}>
      {own.map((one) => (
        <li key={`${one.code} ${one.text}`} data-level={one.level}>
          <FindingSign level={one.level} />
          <span>{text(one)}</span>
        </li>
      ))}
    </ul>
  );
}
