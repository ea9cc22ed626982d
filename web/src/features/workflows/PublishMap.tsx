import { Checkbox, Select } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useFormats } from "@/ui/useFormats";
import c from "./publish.module.css";
import { type StepMap, stepChoices, unmapped } from "./publish-map";
import type { DraftDocument, StepLeft } from "./publishing-api";

type Props = {
  removed: readonly StepLeft[];
  document: DraftDocument;
  map: StepMap;
  /** The removed steps for which a person chose, where the others still show what is suggested. */
  chosen: StepMap;
  onChoose: (removed: string, to: string) => void;
  confirmed: boolean;
  onConfirm: (confirmed: boolean) => void;
};

/** Where the opportunities on removed steps go: a proposal for each, that somebody has to confirm (W14). */
export function PublishMap({ removed, document, map, chosen, onChoose, confirmed, onConfirm }: Props) {
  const { t } = useTranslation();
  const { count } = useFormats();
  const standing = removed.filter((left) => left.count > 0);
  if (standing.length === 0) return null;
  const total = standing.reduce((sum, left) => sum + left.count, 0);
  const missing = unmapped(removed, map).length;
  return (
    <section className={c.map} aria-label={t("publish.map")}>
      <h4>{t("publish.map")}</h4>
      <p className={c.quiet}>{t("publish.map_hint")}</p>
      {standing.map((left) => {
        const to = map[left.step.id] ?? null;
        return (
          <div key={left.step.id} className={c.mapRow}>
            <div>
              <b dir="auto">{left.step.name}</b>
              <small>
                {t("publish.standing", {
                  count: left.count,
                  open: count(left.open),
                  closed: count(left.count - left.open),
                })}
              </small>
            </div>
            <IconArrowRight size={16} stroke={1.8} aria-hidden />
            <div className={c.mapTo}>
              <Select
                aria-label={t("publish.map_to", { step: left.step.name })}
                placeholder={t("publish.map_choose")}
                searchable
                allowDeselect={false}
                data={stepChoices(document)}
                value={to}
                onChange={(id) => id && onChoose(left.step.id, id)}
                error={to ? undefined : t("publish.map_missing")}
                description={
                  to && to === left.suggestion && !chosen[left.step.id] && !confirmed
                    ? t("publish.suggested")
                    : undefined
                }
                inputWrapperOrder={["label", "input", "description", "error"]}
              />
            </div>
          </div>
        );
      })}
      <Checkbox
        className={c.confirm}
        label={t("publish.map_confirm", { count: total, formatted: count(total) })}
        checked={confirmed && missing === 0}
        disabled={missing > 0}
        onChange={(e) => onConfirm(e.currentTarget.checked)}
      />
    </section>
  );
}
