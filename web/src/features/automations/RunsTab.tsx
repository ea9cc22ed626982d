import { Button, Drawer } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconHistory } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import { Chip, EmptyState } from "@/ui/bits";
import { type Column, DataTable, quiet, rowLink } from "@/ui/DataTable";
import { Failed, RowsSkeleton } from "@/ui/page";
import { PHONE } from "@/ui/screen";
import { useFormats } from "@/ui/useFormats";
import { runsQuery } from "./api";
import { useEventName } from "./lines";
import { RunDetail } from "./RunDetail";
import c from "./runs.module.css";
import { type Detail, RUN_STATES, type Run, type RunState } from "./shapes";
import { tookOf } from "./took";

const route = getRouteApi("/shell/automations/$id");
const TONES: Record<RunState, "plain" | "ok" | "warn" | "bad" | "blue"> = {
  ready: "blue",
  waiting: "blue",
  done: "ok",
  failed: "bad",
  cut: "bad",
  skipped: "plain",
  stopped: "warn",
};

export function RunChip({ state }: { state: RunState }) {
  const { t } = useTranslation();
  return <Chip tone={TONES[state]}>{t(`automation.run_state.${state}`)}</Chip>;
}

function useColumns(open: (run: Run) => void): Column<Run>[] {
  const { t } = useTranslation();
  const now = useNow();
  const event = useEventName();
  const { when, fullTime, shortDateTime } = useFormats();
  return useMemo(
    () => [
      {
        key: "opportunity",
        label: t("automation.run_column.opportunity"),
        cell: (run) => {
          const name = run.opportunity?.name ?? t("automation.run_gone");
          return (
            <button
              type="button"
              className={rowLink}
              onClick={() => open(run)}
              aria-label={t("automation.run_open", { name })}
            >
              <bdi>{name}</bdi>
              {run.number !== null && (
                <span className={quiet}> {t("automation.run_number", { number: run.number })}</span>
              )}
            </button>
          );
        },
      },
      {
        key: "state",
        label: t("automation.run_column.state"),
        width: 300,
        phone: "beside",
        cell: (run) => (
          <span className={c.states}>
            <RunChip state={run.state} />
            {run.state === "waiting" && run.due_at && (
              <span className={`${quiet} ${c.due}`}>
                {t("automation.run_until", { when: shortDateTime(run.due_at) })}
              </span>
            )}
          </span>
        ),
      },
      {
        key: "event",
        label: t("automation.run_column.event"),
        width: 190,
        cell: (run) => event(run.event.type),
      },
      {
        key: "when",
        label: t("automation.run_column.when"),
        width: 150,
        cell: (run) => (
          <time dateTime={run.event.at} title={fullTime(run.event.at)}>
            {when(run.event.at, now)}
          </time>
        ),
      },
      {
        key: "took",
        label: t("automation.run_column.took"),
        width: 100,
        align: "end",
        phone: "hide",
        cell: (run) => {
          if (!run.started_at || !run.ended_at) return <span className={quiet}>–</span>;
          const took = tookOf(run.started_at, run.ended_at);
          return t(`automation.took.${took.key}`, { count: took.count });
        },
      },
    ],
    [t, now, event, when, fullTime, shortDateTime, open],
  );
}

/** Each time that it was set off, newest first; a run opens to everything that it decided. */
export function RunsTab({ automation }: { automation: Detail }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const { state = [], on, run } = route.useSearch();
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const query = useInfiniteQuery(runsQuery(automation.id, { states: state, opportunity: on }));
  const show = (next: {
    state?: RunState[] | undefined;
    on?: string | undefined;
    run?: string | undefined;
  }) =>
    void navigate({
      search: (s) =>
        Object.fromEntries(Object.entries({ ...s, ...next }).filter(([, value]) => value !== undefined)),
      replace: true,
    });
  const columns = useColumns((one) => show({ run: one.id }));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = state.length > 0 || on !== undefined;
  const toggled = (one: RunState): RunState[] | undefined => {
    const next = state.includes(one) ? state.filter((each) => each !== one) : [...state, one];
    return next.length > 0 ? next : undefined;
  };
  return (
    <>
      <div className={c.tools}>
        <fieldset className={c.filters} aria-label={t("automation.run_column.state")}>
          <button type="button" aria-pressed={state.length === 0} onClick={() => show({ state: undefined })}>
            {t("automation.run_state.all")}
          </button>
          {RUN_STATES.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={state.includes(one)}
              onClick={() => show({ state: toggled(one) })}
            >
              {t(`automation.run_state.${one}`)}
            </button>
          ))}
        </fieldset>
        {on && (
          <Button variant="light" size="compact-sm" onClick={() => show({ on: undefined })}>
            {t("automation.runs_all_opportunities")}
          </Button>
        )}
      </div>
      {query.isPending ? (
        <RowsSkeleton rows={6} />
      ) : query.isError ? (
        <Failed title={t("automation.runs_failed")} error={query.error} retry={query.refetch} />
      ) : rows.length > 0 ? (
        <DataTable
          label={t("automation.tab.runs")}
          columns={columns}
          rows={rows}
          rowKey={(one) => one.id}
          onEnd={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
        />
      ) : filtered ? (
        <EmptyState title={t("automation.runs_none")} />
      ) : (
        <EmptyState
          icon={<IconHistory size={24} aria-hidden />}
          title={t("automation.runs_empty")}
          action={
            automation.version === null ? (
              <Button variant="light" onClick={() => void navigate({ search: { tab: "try" } })}>
                {t("automation.tab.try")}
              </Button>
            ) : undefined
          }
        >
          {t(automation.version === null ? "automation.runs_empty_draft" : "automation.runs_empty_hint")}
        </EmptyState>
      )}
      <Drawer
        opened={run !== undefined}
        onClose={() => show({ run: undefined })}
        position="right"
        size={phone ? "100%" : 560}
        title={t("automation.run_lines")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        {run && (
          <RunDetail
            id={run}
            onRun={(next) => show({ run: next })}
            onOnly={on === undefined ? (opportunity) => show({ on: opportunity, run: undefined }) : undefined}
          />
        )}
      </Drawer>
    </>
  );
}
