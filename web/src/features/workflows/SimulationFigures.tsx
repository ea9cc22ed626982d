import { useTranslation } from "react-i18next";
import { useFormats } from "@/ui/useFormats";
import c from "./publish.module.css";
import type { Simulation } from "./publishing-api";

const OPEN = "open";
const ALWAYS = new Set(["total", "fit", "on_removed"]);

/** What becomes of the opportunities of the workflow at the instant of publishing. */
export function SimulationFigures({ simulation }: { simulation: Simulation }) {
  const { t } = useTranslation();
  const { count } = useFormats();
  const { total, fit, on_removed, open, closed } = simulation.opportunities;
  const sum = (changes: Simulation["status_changes"]) => changes.reduce((all, one) => all + one.count, 0);
  const closing = simulation.status_changes.filter((one) => one.to !== OPEN && one.from === OPEN);
  const reopening = simulation.status_changes.filter((one) => one.to === OPEN);
  const figures = [
    { key: "total", value: total, tone: undefined },
    { key: "fit", value: fit, tone: undefined },
    { key: "on_removed", value: on_removed, tone: on_removed > 0 ? "warn" : undefined },
    { key: "would_close", value: sum(closing), tone: closing.length > 0 ? "warn" : undefined },
    { key: "would_reopen", value: sum(reopening), tone: reopening.length > 0 ? "warn" : undefined },
  ].filter((one) => one.value > 0 || ALWAYS.has(one.key));
  if (total === 0) return <p className={c.said}>{t("publish.no_opportunities")}</p>;
  return (
    <>
      <dl className={c.figures}>
        {figures.map((one) => (
          <div key={one.key} data-tone={one.tone}>
            <dt>
              {one.key === "total"
                ? t("publish.total", { open: count(open), closed: count(closed) })
                : t(`publish.${one.key}`)}
            </dt>
            <dd>{count(one.value)}</dd>
          </div>
        ))}
      </dl>
      {simulation.status_changes.length > 0 && (
        <ul className={c.list}>
          {simulation.status_changes.map((one) => (
            <li key={`${one.step.id}-${one.from}-${one.to}`}>
              {t("publish.status_change", {
                count: one.count,
                formatted: count(one.count),
                step: one.step.name,
                from: t(`publish.status_${one.from}`),
                to: t(`publish.status_${one.to}`),
              })}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
