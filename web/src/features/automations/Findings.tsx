import { Button, Popover } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Hidden } from "@/ui/bits";
import { placeOfCondition } from "./Conditions";
import { useDraft, useEditing } from "./editing";
import { holderOf, pathOf, slotOf, useFindingText } from "./findings";
import c from "./findings.module.css";
import { useSaying } from "./naming";
import { allSteps } from "./recipe";
import type { Finding } from "./shapes";

const Sign = ({ level, size = 15 }: { level: Finding["level"]; size?: number }) =>
  level === "error" ? (
    <IconCircleX size={size} stroke={2} aria-hidden />
  ) : (
    <IconAlertTriangle size={size} stroke={2} aria-hidden />
  );

/** What the check says of a part, below it. */
export function Notes({ findings }: { findings: readonly Finding[] }) {
  const { t } = useTranslation();
  const text = useFindingText();
  if (findings.length === 0) return null;
  return (
    <ul className={c.notes}>
      {findings.map((one) => (
        <li key={`${one.code} ${one.slot} ${one.text}`} data-level={one.level}>
          <Sign level={one.level} />
          <span>
            <Hidden>{t(`automation.has_${one.level}`)}: </Hidden>
            {text(one)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Leads to what a finding is about. */
export function useJump(): (finding: Finding) => void {
  const { want } = useEditing();
  return (finding) => {
    const path = pathOf(finding);
    if (path) want({ ...placeOfCondition(holderOf(finding.place), path), open: false });
    else want({ place: finding.place, slot: slotOf(finding), open: false });
  };
}

/** How much the check found; opens their list, and each leads to its place. */
export function FindingsButton({
  opened,
  onChange,
  onJump,
}: {
  opened: boolean;
  onChange: (opened: boolean) => void;
  onJump: (finding: Finding) => void;
}) {
  const { t } = useTranslation();
  const { findings } = useDraft();
  const errors = findings.filter((one) => one.level === "error");
  const warnings = findings.filter((one) => one.level === "warning");
  const tone = errors.length > 0 ? "error" : warnings.length > 0 ? "warning" : "none";
  const Icon = tone === "error" ? IconCircleX : tone === "warning" ? IconAlertTriangle : IconCircleCheck;
  const words =
    tone === "none"
      ? t("automation.check_ok")
      : [
          ...(errors.length > 0 ? [t("automation.errors", { count: errors.length })] : []),
          ...(warnings.length > 0 ? [t("automation.warnings", { count: warnings.length })] : []),
        ].join(" · ");
  return (
    <Popover
      opened={opened}
      onChange={onChange}
      position="bottom-end"
      width="min(380px, calc(100vw - 28px))"
      shadow="md"
      radius="lg"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          className={c.check}
          data-tone={tone}
          data-testid="findings"
          leftSection={<Icon size={17} stroke={1.9} aria-hidden />}
          onClick={() => onChange(!opened)}
        >
          {words}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={c.findings} aria-label={words}>
        {tone === "none" && <p>{t("automation.check_ok_hint")}</p>}
        <List title={t("automation.errors_title")} findings={errors} onJump={onJump} />
        <List title={t("automation.warnings_title")} findings={warnings} onJump={onJump} />
      </Popover.Dropdown>
    </Popover>
  );
}

export function List({
  title,
  findings,
  onJump,
}: {
  title: string;
  findings: readonly Finding[];
  onJump: (finding: Finding) => void;
}) {
  const text = useFindingText();
  const place = usePlaceName();
  if (findings.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <ul>
        {findings.map((one) => (
          <li key={`${one.place} ${one.slot} ${one.code} ${one.text}`} data-level={one.level}>
            <button type="button" onClick={() => onJump(one)}>
              <Sign level={one.level} size={16} />
              <span>
                <small>{place(one)}</small>
                {text(one)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** "When", "If", "3 · Share". */
function usePlaceName(): (finding: Finding) => string {
  const { t } = useTranslation();
  const { doc: recipe } = useDraft();
  const { condition } = useSaying();
  const steps = allSteps(recipe.steps);
  return (finding) => {
    if (finding.place === "trigger") return t("automation.when_title");
    if (finding.place.startsWith("conditions")) {
      const one = recipe.conditions[pathOf(finding)?.[0] ?? -1];
      return one ? `${t("automation.if_title")} · ${condition(one)}` : t("automation.if_title");
    }
    const at = steps.findIndex((one) => finding.place === `steps.${one.id}`);
    const step = steps[at];
    return step ? `${at + 1} · ${t(`automation.do.${step.do}`)}` : t("automation.then_title");
  };
}
