import { useTranslation } from "react-i18next";
import type { Move } from "@/lib/types";

/** Why a step is grey, and the shortest legal way there (W7). */
export function useWhyNot(): (move: Move) => string {
  const { t, i18n } = useTranslation();
  return (move) => {
    const reasons = move.reasons.map((r) => {
      const known = `problem.${r.code}`;
      return i18n.language !== "en" && i18n.exists(known) ? t(known) : r.text;
    });
    const path = move.path.map((s) => s.name).join(" → ");
    return [
      ...(reasons.length > 0 ? reasons : [t("problem.no_transition")]),
      ...(path ? [t("move.way", { path })] : []),
    ].join(" ");
  };
}
