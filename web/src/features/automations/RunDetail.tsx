import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import { Facts, Failed, factLink, RowsSkeleton } from "@/ui/page";
import { useFormats } from "@/ui/useFormats";
import { runQuery } from "./api";
import { Lines, useEventName } from "./lines";
import { RunChip } from "./RunsTab";
import c from "./runs.module.css";

/** One run, from what set it off to its end. */
export function RunDetail({
  id,
  onRun,
  onOnly,
}: {
  id: string;
  onRun: (run: string) => void;
  onOnly: ((opportunity: string) => void) | undefined;
}) {
  const { t } = useTranslation();
  const now = useNow();
  const event = useEventName();
  const { when, shortDateTime } = useFormats();
  const query = useQuery(runQuery(id));
  if (query.isPending) return <RowsSkeleton rows={5} />;
  if (query.isError)
    return <Failed title={t("automation.run_failed")} error={query.error} retry={query.refetch} />;
  const run = query.data;
  const { opportunity, caused_by } = run;
  return (
    <div className={c.run}>
      <header>
        <h2>
          <bdi>{opportunity?.name ?? t("automation.run_gone")}</bdi>
        </h2>
        <RunChip state={run.state} />
      </header>
      <Facts
        rows={[
          [t("automation.run_set_off"), `${event(run.event.type)}, ${when(run.event.at, now)}`],
          [t("automation.tab.recipe"), t("automation.run_version", { number: run.version })],
          [t("automation.run_began"), run.started_at && shortDateTime(run.started_at)],
          run.due_at && !run.ended_at
            ? [
                t("automation.run_state.waiting"),
                t("automation.run_until", { when: shortDateTime(run.due_at) }),
              ]
            : [t("automation.run_ended"), run.ended_at && shortDateTime(run.ended_at)],
        ]}
      />
      {caused_by && (
        <p className={c.cause}>
          {t("automation.run_caused")}
          {run.depth > 1 && `, ${t("automation.run_depth", { count: run.depth })}`}{" "}
          <button type="button" className={factLink} onClick={() => onRun(caused_by)}>
            {t("automation.run_caused_show")}
          </button>
        </p>
      )}
      <section aria-label={t("automation.run_lines")}>
        {run.lines.length > 0 ? (
          <Lines lines={run.lines} />
        ) : (
          <p className={c.none}>{t("automation.run_lines_none")}</p>
        )}
      </section>
      {opportunity && (
        <div className={c.ways}>
          <Button
            variant="default"
            size="compact-md"
            renderRoot={(props) => <Link {...props} to="." search={(s) => ({ ...s, opp: opportunity.id })} />}
          >
            {t("automation.run_open_opportunity")}
          </Button>
          {onOnly && (
            <Button variant="subtle" color="gray" size="compact-md" onClick={() => onOnly(opportunity.id)}>
              {t("automation.only_this")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
