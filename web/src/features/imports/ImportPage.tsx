import { Button, Progress, Skeleton } from "@mantine/core";
import { IconArrowBackUp, IconPlayerPlay, IconZoomCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/ui/announce";
import { Chip, PageHead } from "@/ui/bits";
import { Confirm, Failed, PageBody, Panel } from "@/ui/page";
import { useFormats } from "@/ui/useFormats";
import { type Import, importQuery, layoutsQuery, useCheck, useRun, useUndo } from "./api";
import c from "./imports.module.css";
import { Mapping } from "./Mapping";
import { Refused } from "./Refused";
import { Report } from "./Report";
import { Rows } from "./Rows";
import { isBusy, percentOf, TONES } from "./words";

const route = getRouteApi("/shell/import/$id");

function Working({ run }: { run: Import }) {
  const { t } = useTranslation();
  const { count } = useFormats();
  const { done, total } = run.progress;
  return (
    <Panel title={t(`imports.state_${run.state}`)}>
      <div className={c.progress}>
        <Progress
          value={percentOf(run.progress)}
          size="lg"
          radius="xl"
          animated
          aria-label={t(`imports.state_${run.state}`)}
        />
        <p>{t("imports.progress", { done: count(done), total: count(total) })}</p>
      </div>
    </Panel>
  );
}

/** The one next thing to do, and what it does. */
function Next({ run }: { run: Import }) {
  const { t } = useTranslation();
  const { count } = useFormats();
  const check = useCheck(run.id);
  const start = useRun(run.id);
  const undo = useUndo(run.id);
  const [undoing, setUndoing] = useState(false);
  const rows = run.report.create + run.report.update;
  const checkButton = (variant: "filled" | "default") => (
    <Button
      variant={variant}
      leftSection={<IconZoomCheck size={17} stroke={1.8} aria-hidden />}
      loading={check.isPending}
      onClick={() => check.mutate()}
    >
      {t(run.state === "checked" ? "imports.check_again" : "imports.check")}
    </Button>
  );
  const hint =
    run.state === "checked"
      ? run.report.problems > 0
        ? t("imports.hint_problems")
        : t("imports.hint_checked")
      : t(`imports.hint_${run.state}`);
  return (
    <>
      <Refused error={check.error ?? start.error ?? undo.error} />
      <div className={c.foot}>
        <p>{hint}</p>
        {run.may.undo && (
          <Button
            variant="default"
            leftSection={<IconArrowBackUp size={17} stroke={1.8} aria-hidden />}
            onClick={() => setUndoing(true)}
          >
            {t("imports.undo")}
          </Button>
        )}
        {run.may.check && checkButton(run.state === "mapping" ? "filled" : "default")}
        {run.may.run && (
          <Button
            leftSection={<IconPlayerPlay size={17} stroke={1.8} aria-hidden />}
            loading={start.isPending}
            onClick={() => start.mutate()}
          >
            {run.state === "failed"
              ? t("imports.go_on")
              : t("imports.run", { count: rows, formatted: count(rows) })}
          </Button>
        )}
        {run.state === "done" && (
          <Button component={Link} to="/" variant="light">
            {t("error.to_board")}
          </Button>
        )}
      </div>
      {undoing && (
        <Confirm
          title={t("imports.undo_title")}
          action={t("imports.undo")}
          danger
          busy={undo.isPending}
          onConfirm={() => undo.mutate(undefined, { onSettled: () => setUndoing(false) })}
          onClose={() => setUndoing(false)}
        >
          <p>{t("imports.undo_hint")}</p>
        </Confirm>
      )}
    </>
  );
}

/** One import, from its columns over the dry run to its result and back. */
export function ImportPage() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const query = useQuery(importQuery(id));
  const layouts = useQuery(layoutsQuery);
  const run = query.data;
  const state = run?.state;
  const before = useRef(state);
  useEffect(() => {
    if (state && before.current && before.current !== state) announce(t(`imports.state_${state}`));
    before.current = state;
  }, [state, t]);

  if (query.isError) return <Failed title={t("imports.failed")} error={query.error} retry={query.refetch} />;
  if (!run)
    return (
      <>
        <PageHead title={<Skeleton width={220} height={28} />} />
        <PageBody>
          <Skeleton height={120} radius={14} />
          <Skeleton height={360} radius={14} />
        </PageBody>
      </>
    );
  const layout = layouts.data?.items.find((x) => x.name === run.layout);
  const told = run.state !== "mapping" && run.state !== "checking";
  return (
    <>
      <PageHead
        title={t(`imports.layout_${run.layout}`, { defaultValue: layout?.label ?? run.layout })}
        note={<Chip tone={TONES[run.state]}>{t(`imports.state_${run.state}`)}</Chip>}
      >
        <Button component={Link} to="/import" variant="subtle" color="gray">
          {t("imports.all")}
        </Button>
      </PageHead>
      <PageBody>
        {isBusy(run.state) ? <Working run={run} /> : <Next key={`next-${run.state}`} run={run} />}
        {told && !isBusy(run.state) && <Report run={run} />}
        {told && run.state !== "undoing" && <Rows key={`rows-${run.state}`} run={run} />}
        {run.mapping.length > 0 && <Mapping run={run} isFree={layout?.files.length === 0} />}
      </PageBody>
    </>
  );
}
