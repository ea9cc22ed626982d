import { useTranslation } from "react-i18next";
import type { Move } from "@/lib/types";

/** The reasons of a refusal, each in the reader's language. */
export function useReasons(): (reasons: readonly { code: string; text: string }[]) => string[] {
  const { t, i18n } = useTranslation();
  return (reasons) => {
    const said = reasons.map((r) => {
      const known = `problem.${r.code}`;
      return i18n.language !== "en" && i18n.exists(known) ? t(known) : r.text;
    });
    return said.length > 0 ? said : [t("problem.no_transition")];
  };
}

/** Why a step is grey, and the shortest legal way there (W7). */
export function useWhyNot(): (move: Move) => string {
  const { t } = useTranslation();
  const reasons = useReasons();
  return (move) => {
    const path = move.path.map((s) => s.name).join(" → ");
    return [...reasons(move.reasons), ...(path ? [t("move.way", { path })] : [])].join(" ");
  };
}
