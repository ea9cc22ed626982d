import { useTranslation } from "react-i18next";
import { useFormats } from "@/ui/useFormats";
import type { Discovery } from "./logs-api";
import p from "./publish.module.css";

/** What the log holds. */
export function FromLogFigures({ discovery }: { discovery: Discovery }) {
  const { t } = useTranslation();
  const { count } = useFormats();
  const { cases, events, activities, skipped } = discovery.log;
  const figures = { cases, events, activities: activities.length, skipped };
  return (
    <dl className={p.figures} aria-label={t("logs.figures")}>
      {Object.entries(figures).map(([key, value]) => (
        <div key={key}>
          <dt>{t(`logs.figure_${key}`)}</dt>
          <dd>{count(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
