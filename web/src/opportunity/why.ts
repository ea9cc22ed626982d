import { useTranslation } from "react-i18next";
import type { Move } from "@/lib/types";

type Barred = { name: string; roles: readonly string[] };
type Reason = { code: string; text: string };

/** Why a step can't be reached, a sentence each: for whom its transitions are kept, or that there is none. */
export function useReasons(): (barred: readonly Barred[], reasons: readonly Reason[]) => string[] {
  const { t, i18n } = useTranslation();
  const list = new Intl.ListFormat(i18n.language, { type: "conjunction" });
  return (barred, reasons) => {
    if (barred.length > 0)
      return barred.map((b) =>
        t("picture.only_for", {
          name: b.name,
          roles: list.format(b.roles.map((r) => t(`role.${r}`, { defaultValue: r }))),
        }),
      );
    // The server's sentence also names the way there, which the page says by itself.
    const said = reasons.map((r) => (r.code === "no_transition" ? t("move.no_transition") : r.text));
    return said.length > 0 ? said : [t("move.no_transition")];
  };
}

/** Why a step is grey, and the shortest legal way there (W7). */
export function useWhyNot(): (move: Move) => string {
  const { t } = useTranslation();
  const reasons = useReasons();
  return (move) => {
    const path = move.path.map((s) => s.name).join(" → ");
    return [...reasons(move.barred, move.reasons), ...(path ? [t("move.way", { path })] : [])].join(" ");
  };
}
