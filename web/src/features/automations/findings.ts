import { useTranslation } from "react-i18next";
import { useDraft } from "./editing";
import type { Finding } from "./shapes";

export type Level = "error" | "warning";

// What the sentence has one slot for is several words of the document.
const SLOT_OF: Record<string, string> = {
  minutes: "duration",
  days: "duration",
  step: "target",
  stage: "target",
  transition: "target",
  reason: "target",
  member: "owner",
  person: "owner",
  if: "conditions",
};

/** Which slot of its sentence a finding means; none where it means the whole. */
export function slotOf({ place, slot }: Pick<Finding, "place" | "slot">): string {
  const [first = ""] = slot.split(".");
  return place.startsWith("steps.") ? (SLOT_OF[first] ?? first) : first;
}

/** Which condition is meant, as a path through the list of its holder: `if.1.any.0.value` is [1, 0]. */
export function pathOf({ place, slot }: Pick<Finding, "place" | "slot">): number[] | null {
  const [list, at, ...rest] = place.startsWith("steps.")
    ? slot.split(".")
    : [...place.split("."), ...slot.split(".")];
  if ((list !== "if" && list !== "conditions") || at === undefined || !/^\d+$/.test(at)) return null;
  return rest[0] === "any" && /^\d+$/.test(rest[1] ?? "") ? [Number(at), Number(rest[1])] : [Number(at)];
}

export const holderOf = (place: string): string | null =>
  place.startsWith("steps.") ? place.slice("steps.".length) : null;

const worst = (found: readonly Finding[]): Level | undefined =>
  found.some((one) => one.level === "error") ? "error" : found[0]?.level;

export const useFindingsAt = (place: string): readonly Finding[] =>
  useDraft().findings.filter((one) => one.place === place);

export function useLevel(place: string, slot: string): Level | undefined {
  return worst(useFindingsAt(place).filter((one) => slotOf(one) === slot));
}

/** Of one condition, or of a group with what is in it. */
export function useConditionLevel(holder: string | null, path: readonly number[]): Level | undefined {
  const { findings } = useDraft();
  return worst(
    findings.filter((one) => {
      const at = holderOf(one.place) === holder ? pathOf(one) : null;
      return at !== null && path.every((step, i) => at[i] === step);
    }),
  );
}

/** In the reader's language; in the server's words where the page has none for it. */
export function useFindingText(): (finding: Finding) => string {
  const { t, i18n } = useTranslation();
  return ({ code, text, values }) => {
    const key = `automation.finding.${code}`;
    if (i18n.language === "en" || !i18n.exists(key)) return text;
    const listed = new Intl.ListFormat(i18n.language, { type: "conjunction" });
    return t(
      key,
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          Array.isArray(value) ? listed.format(value) : value,
        ]),
      ),
    );
  };
}
