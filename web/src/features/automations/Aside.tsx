import { Button } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import { PersonAvatar } from "@/ui/bits";
import { useFormats } from "@/ui/useFormats";
import c from "./builder.module.css";
import type { Detail } from "./shapes";

const route = getRouteApi("/shell/automations/$id");

/** Beside the recipe: whose rights it has, and what came of it. */
export function Aside({ automation }: { automation: Detail }) {
  const { t } = useTranslation();
  const now = useNow();
  const { when } = useFormats();
  const navigate = route.useNavigate();
  const { author, version, runs, last_run_at } = automation;
  return (
    <aside className={c.aside} aria-label={t("automation.rights")}>
      <section>
        <h2>{t("automation.rights")}</h2>
        {version === null ? (
          <p>{t("automation.rights_you")}</p>
        ) : (
          <>
            <p className={c.who}>
              <span aria-hidden>
                <PersonAvatar person={author} size={22} />
              </span>
              <b>{author.name}</b>
            </p>
            <p>{t("automation.rights_hint", { name: author.name })}</p>
          </>
        )}
      </section>
      <section>
        <h2>{t("automation.tab.runs")}</h2>
        <p>
          {runs.day > 0 ? t("automation.runs_today", { count: runs.day }) : t("automation.no_runs_today")}
          {runs.failed > 0 && (
            <>
              {" · "}
              <span className={c.bad}>{t("automation.failed_today", { count: runs.failed })}</span>
            </>
          )}
          {last_run_at && ` · ${t("automation.last_ran", { when: when(last_run_at, now) })}`}
        </p>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconFlask size={15} stroke={1.7} aria-hidden />}
          onClick={() => void navigate({ search: { tab: "try" } })}
        >
          {t("automation.tab.try")}
        </Button>
      </section>
      <p className={c.keys}>{t("automation.keys_hint")}</p>
    </aside>
  );
}
