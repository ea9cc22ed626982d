import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "@/ui/useFormats";
import c from "./publish.module.css";
import { type Bar, movesOf, type StepMap } from "./publish-map";
import type { DraftDocument, Simulation } from "./publishing-api";

type Props = {
  version: number;
  simulation: Simulation;
  document: DraftDocument;
  map: StepMap;
  bar: Bar | null;
  may: boolean;
  onClose: () => void;
  children: ReactNode;
};

const NAMED = 3;

/** One sentence of what will happen, or of what is in the way; and the buttons. */
export function PublishFoot({ version, simulation, document, map, bar, may, onClose, children }: Props) {
  const { t } = useTranslation();
  const { count } = useFormats();
  const { total } = simulation.opportunities;
  const moves = movesOf(simulation.removed, map, document);
  const errors = simulation.findings.filter((one) => one.level === "error").length;
  const moved = moves.reduce((sum, one) => sum + one.count, 0);
  return (
    <div className={c.foot}>
      <div id="publish-sentence" aria-live="polite">
        {total === 0
          ? t("publish.will_first", { version })
          : t("publish.will", { version, count: total, formatted: count(total) })}{" "}
        {moves.length > NAMED
          ? t("publish.will_move_many", { count: moved, formatted: count(moved) })
          : moves.map((one) => (
              <span key={one.from}>
                {t("publish.will_move", {
                  count: one.count,
                  formatted: count(one.count),
                  from: one.from,
                  to: one.to,
                })}{" "}
              </span>
            ))}
        {!may ? (
          <small>{t("publish.may_not")}</small>
        ) : (
          bar && <small>{t(`publish.bar_${bar}`, { count: errors })}</small>
        )}
      </div>
      <Button variant="default" onClick={onClose}>
        {t("common.cancel")}
      </Button>
      {children}
    </div>
  );
}
