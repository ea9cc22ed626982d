import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Move, Opportunity, Schemas } from "@/lib/types";
import { movesQuery } from "./api";
import { useReasons } from "./why";

export type Way = Schemas["UsableTransition"] & { move: Move };
export type BarredWay = Schemas["BarredTransition"] & { move: Move };

/** The transitions that are open to the reader, each for itself, parallel ones and those back to the same step too. */
export const waysOf = (moves: Schemas["MovesOut"] | undefined): Way[] =>
  (moves?.moves ?? [])
    .filter((m) => m.allowed)
    .flatMap((move) => move.transitions.map((t) => ({ ...t, move })));

export const barredOf = (moves: Schemas["MovesOut"] | undefined): BarredWay[] =>
  (moves?.moves ?? []).flatMap((move) => move.barred.map((t) => ({ ...t, move })));

export function useWays(o: Opportunity) {
  const { data } = useQuery(movesQuery(o.id));
  return { moves: data, ways: o.may.move ? waysOf(data) : [], barred: o.may.move ? barredOf(data) : [] };
}

/** A transition by its name and where it leads; what it asks; whom it is for. */
export function useWayWords() {
  const { t, i18n } = useTranslation();
  const reasons = useReasons();
  const listed = (items: readonly string[]) =>
    new Intl.ListFormat(i18n.language, { type: "conjunction" }).format(items);
  return {
    nameOf: (way: { name: string; move: Move }): string =>
      way.name && way.name !== way.move.step.name
        ? t("picture.go", { name: way.name, step: way.move.step.name })
        : way.move.step.name,
    asks: (way: Way): string => {
      const fields = [
        ...way.missing
          .filter((a) => a.key !== "reason")
          .map((a) => t(`attribute.${a.key.replace(".", "_")}`, { defaultValue: a.label })),
        ...(way.move.reason_options.length > 0 ? [t("picture.reason")] : []),
      ];
      return fields.length > 0 ? t("picture.asks", { fields: listed(fields) }) : "";
    },
    only: (way: BarredWay): string => reasons([way], []).join(" "),
  };
}
