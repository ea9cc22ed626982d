import { SegmentedControl } from "@mantine/core";
import { IconArrowNarrowRight, IconCircleCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { factLink } from "@/ui/page";
import { useFormats } from "@/ui/useFormats";
import type { Simulation } from "./publishing-api";
import c from "./simulation.module.css";

export const SPANS = [30, 90, 365] as const;

/** The moves of the last days, judged by the draft: what would have been refused, and why. */
export function SimulationHistory({
  history,
  days,
  onDays,
}: {
  history: Simulation["history"];
  days: number;
  onDays: (days: number) => void;
}) {
  const { t } = useTranslation();
  const { count } = useFormats();
  const most = Math.max(1, ...history.refusals.map((one) => one.count));
  return (
    <>
      <div className={c.head}>
        <p>
          {history.moves === 0
            ? t("publish.no_moves")
            : history.refused === 0
              ? t("publish.all_accepted", { count: history.moves, formatted: count(history.moves) })
              : t("publish.some_refused", {
                  count: history.refused,
                  refused: count(history.refused),
                  moves: count(history.moves),
                })}
        </p>
        <SegmentedControl
          size="xs"
          aria-label={t("publish.span")}
          data={SPANS.map((span) => ({ value: String(span), label: t("publish.days", { count: span }) }))}
          value={String(days)}
          onChange={(value) => onDays(Number(value))}
        />
      </div>
      {history.moves > 0 && history.refused === 0 && (
        <p className={c.fine}>
          <IconCircleCheck size={16} stroke={1.8} aria-hidden />
          {t("publish.all_accepted_hint")}
        </p>
      )}
      {history.refusals.length > 0 && (
        <ul className={c.refusals}>
          {history.refusals.map((one) => (
            <li key={`${one.from.id}-${one.to.id}-${one.code}-${one.transition ?? ""}-${one.text}`}>
              <div className={c.way}>
                <b dir="auto">{one.from.name}</b>
                <IconArrowNarrowRight size={16} stroke={1.6} aria-label={t("publish.to")} role="img" />
                <b dir="auto">{one.to.name}</b>
                {one.transition && <span dir="auto">{one.transition}</span>}
                <em>{t("publish.times", { count: one.count, formatted: count(one.count) })}</em>
              </div>
              <div className={c.bar} aria-hidden>
                <i style={{ inlineSize: `${(one.count / most) * 100}%` }} />
              </div>
              <p>
                {one.text}{" "}
                {one.examples.length > 0 && (
                  <span className={c.examples}>
                    {t("publish.examples")}{" "}
                    {one.examples.map((example) => (
                      <Link
                        key={example.id}
                        to="/"
                        search={{ opp: example.id }}
                        target="_blank"
                        className={factLink}
                        title={t("publish.new_tab")}
                      >
                        {t("publish.number", { number: example.number })}
                      </Link>
                    ))}
                  </span>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
