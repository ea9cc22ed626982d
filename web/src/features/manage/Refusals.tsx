import { IconCircleX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Rows } from "./ManyDialog";
import c from "./many.module.css";
import type { Refused } from "./pieces";

const SHOWN = 20;

/** Why some stay as they are, and which. */
export function Refusals({ refused, rows }: { refused: readonly Refused[]; rows: Rows }) {
  const { t, i18n } = useTranslation();
  const words = ({ code, reason }: Refused): string => {
    const key = `share.refused_${code}`;
    return reason || (i18n.exists(key) ? t(key) : code);
  };
  if (refused.length === 0) return null;
  return (
    <ul className={c.refusals} aria-label={t("manage.refusals")}>
      {refused.map((one) => (
        <li key={`${one.code} ${one.reason}`}>
          <IconCircleX size={15} stroke={1.8} aria-hidden />
          <details>
            <summary>{t("manage.refused", { count: one.ids.length, reason: words(one) })}</summary>
            <p dir="auto">
              {one.ids
                .slice(0, SHOWN)
                .map((id) => rows.get(id)?.title ?? t("opportunity.gone"))
                .join(" · ")}
              {one.ids.length > SHOWN && ` · ${t("manage.and_more", { count: one.ids.length - SHOWN })}`}
            </p>
          </details>
        </li>
      ))}
    </ul>
  );
}
