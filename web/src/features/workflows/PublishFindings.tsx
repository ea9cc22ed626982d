import { Button } from "@mantine/core";
import { IconAlertTriangle, IconChevronRight, IconCircleX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Hidden } from "@/ui/bits";
import { useFindingText } from "./finding-text";
import c from "./publish.module.css";
import type { Finding } from "./publishing-api";

const FEW = 3;

/** What the check found; each line leads to its element. Errors come first. */
export function PublishFindings({
  findings,
  onJump,
}: {
  findings: readonly Finding[];
  onJump: (finding: Finding) => void;
}) {
  const { t } = useTranslation();
  const errors = findings.filter((one) => one.level === "error");
  const warnings = findings.filter((one) => one.level === "warning");
  const text = useFindingText();
  const [all, setAll] = useState(false);
  const shown = all ? warnings : warnings.slice(0, FEW);
  if (findings.length === 0) return null;
  return (
    <section className={c.part} aria-label={t("publish.check")}>
      <h3>
        {t("publish.check")}
        <span>
          {errors.length > 0
            ? t("publish.errors_bar", { count: errors.length })
            : t("publish.warnings_inform", { count: warnings.length })}
        </span>
      </h3>
      <ul className={c.findings}>
        {[...errors, ...shown].map((one) => (
          <li key={`${one.code}-${one.element}-${one.id ?? ""}-${one.text}`}>
            <button type="button" className={c.finding} data-level={one.level} onClick={() => onJump(one)}>
              {one.level === "error" ? (
                <IconCircleX size={17} stroke={1.8} aria-hidden />
              ) : (
                <IconAlertTriangle size={17} stroke={1.8} aria-hidden />
              )}
              <span>
                <Hidden>{t(one.level === "error" ? "publish.error" : "publish.warning")}: </Hidden>
                {text(one)}
              </span>
              <IconChevronRight size={15} stroke={1.8} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      {shown.length < warnings.length && (
        <Button variant="subtle" color="gray" size="compact-sm" mt={4} onClick={() => setAll(true)}>
          {t("publish.more_warnings", { count: warnings.length - shown.length })}
        </Button>
      )}
    </section>
  );
}
