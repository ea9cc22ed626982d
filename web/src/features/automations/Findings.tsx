import { useTranslation } from "react-i18next";
import { Hidden } from "@/ui/bits";
import { FindingSign, type FindingWords, type Told } from "@/ui/editing/Findings";
import { placeOfCondition } from "./Conditions";
import { useDraft, useEditing } from "./editing";
import { holderOf, pathOf, slotOf, useFindingText } from "./findings";
import { useSaying } from "./naming";
import c from "./notes.module.css";
import { allSteps } from "./recipe";
import type { Finding } from "./shapes";

/** What the check says of a part, below it. */
export function Notes({ findings }: { findings: readonly Finding[] }) {
  const { t } = useTranslation();
  const text = useFindingText();
  if (findings.length === 0) return null;
  return (
    <ul className={c.notes}>
      {findings.map((one) => (
        <li key={`${one.code} ${one.slot} ${one.text}`} data-level={one.level}>
          <FindingSign level={one.level} />
          <span>
            <Hidden>{t(`automation.has_${one.level}`)}: </Hidden>
            {text(one)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Leads to what a finding is about. */
export function useJump(): (finding: Finding) => void {
  const { want } = useEditing();
  return (finding) => {
    const path = pathOf(finding);
    if (path) want({ ...placeOfCondition(holderOf(finding.place), path), open: false });
    else want({ place: finding.place, slot: slotOf(finding), open: false });
  };
}

/** What the check found, to be listed: each leads to its place. */
export function useTold(onJump: (finding: Finding) => void): (findings: readonly Finding[]) => Told[] {
  const text = useFindingText();
  const place = usePlaceName();
  return (findings) =>
    findings.map((one) => ({
      key: `${one.place} ${one.slot} ${one.code} ${one.text}`,
      level: one.level,
      where: place(one),
      text: text(one),
      onJump: () => onJump(one),
    }));
}

export function useFindingWords(): FindingWords {
  const { t } = useTranslation();
  return {
    title: { error: t("automation.errors_title"), warning: t("automation.warnings_title") },
    count: (level, count) => t(`automation.${level}s`, { count }),
    none: { title: t("automation.check_ok"), hint: t("automation.check_ok_hint") },
  };
}

/** "When", "If", "3 · Share". */
function usePlaceName(): (finding: Finding) => string {
  const { t } = useTranslation();
  const { doc: recipe } = useDraft();
  const { condition } = useSaying();
  const steps = allSteps(recipe.steps);
  return (finding) => {
    if (finding.place === "trigger") return t("automation.when_title");
    if (finding.place.startsWith("conditions")) {
      const one = recipe.conditions[pathOf(finding)?.[0] ?? -1];
      return one ? `${t("automation.if_title")} · ${condition(one)}` : t("automation.if_title");
    }
    const at = steps.findIndex((one) => finding.place === `steps.${one.id}`);
    const step = steps[at];
    return step ? `${at + 1} · ${t(`automation.do.${step.do}`)}` : t("automation.then_title");
  };
}
