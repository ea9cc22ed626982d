import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "@/ui/useFormats";
import c from "./from-log.module.css";
import type { Replay } from "./logs-api";
import p from "./publish.module.css";

const FEW = 8;

/** How well a workflow fits what happened: the cases that run to their end, and where the others stop. */
export function FromLogFitness({ replay }: { replay: Replay }) {
  const { t } = useTranslation();
  const { count, percent } = useFormats();
  const { cases, completed, refused, accepted, refusals, unlisted } = replay;
  const share = cases === 0 ? 1 : completed / cases;
  const most = Math.max(1, ...refusals.map((one) => one.count));
  const [all, setAll] = useState(false);
  const shown = all ? refusals : refusals.slice(0, FEW);
  const more = refusals.length - shown.length;
  return (
    <div className={c.fitness}>
      <p className={p.said}>
        {t("logs.fitness", { share: percent(share), completed: count(completed), cases: count(cases) })}
      </p>
      <div className={c.meter} aria-hidden>
        <i style={{ inlineSize: `${share * 100}%` }} />
      </div>
      <dl className={p.figures}>
        {Object.entries({ cases, completed, refused, accepted }).map(([key, value]) => (
          <div key={key} data-tone={key === "refused" && value > 0 ? "warn" : undefined}>
            <dt>{t(`logs.replay_${key}`)}</dt>
            <dd>{count(value)}</dd>
          </div>
        ))}
      </dl>
      {refusals.length > 0 && (
        <table className={c.refusals}>
          <caption>{t("logs.refusals")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("logs.refused_from")}</th>
              <th scope="col">{t("logs.refused_to")}</th>
              <th scope="col">{t("logs.refused_count")}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <tr key={`${one.from ?? ""}→${one.to}→${one.reason}`}>
                <td dir="auto">{one.from ?? <i>{t("logs.begins")}</i>}</td>
                <td>
                  <bdi>{one.to}</bdi>
                  {one.reason === "unknown_step" && <small>{t("logs.unknown_step")}</small>}
                </td>
                <td>
                  <span>{count(one.count)}</span>
                  <div className={c.bar} aria-hidden>
                    <i style={{ inlineSize: `${(one.count / most) * 100}%` }} />
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {more > 0 && (
        <div>
          <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
            {t("logs.more_refusals", { count: more, formatted: count(more) })}
          </Button>
        </div>
      )}
      {unlisted > 0 && (
        <p className={p.quiet}>{t("logs.unlisted", { count: unlisted, formatted: count(unlisted) })}</p>
      )}
    </div>
  );
}
