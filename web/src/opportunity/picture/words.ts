import { useTranslation } from "react-i18next";
import { useReasons } from "../why";
import type { PictureGraph } from "./graph";
import type { Verdict, Way } from "./judge";

/** What is said about a step, in the picture, in the list beside it and to a screen reader: the same words. */
export function useWords(graph: PictureGraph) {
  const { t, i18n } = useTranslation();
  const reasons = useReasons();
  const names = new Map(graph.steps.map((s) => [s.id, s.name]));
  const stages = new Map(graph.stages.map((s) => [s.id, s.name]));
  const stageOf = new Map(graph.steps.map((s) => [s.id, stages.get(s.stage ?? "") ?? t("picture.no_stage")]));
  const listed = (items: readonly string[]) =>
    new Intl.ListFormat(i18n.language, { type: "conjunction" }).format(items);

  const nameOf = (step: string): string => names.get(step) ?? step;
  const asks = (way: Way, verdict: Verdict): string => {
    const fields = [
      ...way.missing.map((a) => t(`attribute.${a.key.replace(".", "_")}`, { defaultValue: a.label })),
      ...(verdict.asksReason ? [t("picture.reason")] : []),
    ];
    return fields.length > 0 ? t("picture.asks", { fields: listed(fields) }) : "";
  };
  const why = (verdict: Verdict): string[] => reasons(verdict.barred, verdict.reasons);
  const wayTo = (verdict: Verdict): string =>
    verdict.path.length > 0
      ? t("picture.way", { path: verdict.path.map(nameOf).join(" → ") })
      : t("picture.no_way");

  return {
    nameOf,
    stageOf: (step: string): string => stageOf.get(step) ?? "",
    asks,
    why,
    wayTo,
    /** The word on the step itself. */
    short: (verdict: Verdict): string => {
      const first = verdict.ways[0]?.name ?? "";
      if (verdict.state === "current")
        return verdict.ways.length > 0 ? t("picture.back", { name: first }) : t("picture.current");
      if (verdict.state === "idle")
        return t(verdict.barred.length > 0 ? "picture.not_your_role" : "picture.not_from_here");
      return verdict.ways.length === 1 && first
        ? t("picture.via", { name: first })
        : verdict.ways.length > 1
          ? t("picture.ways", { count: verdict.ways.length })
          : t("picture.reachable");
    },
    /** Everything about it, a sentence each. */
    long: (verdict: Verdict): string[] =>
      verdict.state === "idle"
        ? [...why(verdict), wayTo(verdict)]
        : verdict.ways.map((way) => {
            const more = asks(way, verdict);
            const via = way.name ? t("picture.via", { name: way.name }) : "";
            return [via, more].filter(Boolean).join(": ");
          }),
  };
}
export type Words = ReturnType<typeof useWords>;
