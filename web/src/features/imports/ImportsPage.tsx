import { Radio } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import { useMe } from "@/lib/me";
import { Chip, EmptyState, PageHead } from "@/ui/bits";
import { type Column, DataTable, quiet, rowLink } from "@/ui/DataTable";
import { DropZone } from "@/ui/DropZone";
import { Failed, PageBody, Panel, ReadOnly, RowsSkeleton } from "@/ui/page";
import { useFormats } from "@/ui/useFormats";
import { type ImportLine, importsQuery, layoutsQuery, useBegin } from "./api";
import c from "./imports.module.css";
import { Refused } from "./Refused";
import { TONES } from "./words";

const route = getRouteApi("/shell/import");
const BY_ITSELF = "";

function Begin() {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const layouts = useQuery(layoutsQuery);
  const [layout, setLayout] = useState(BY_ITSELF);
  const begin = useBegin((made) => void navigate({ to: "/import/$id", params: { id: made.id } }));
  const chosen = layouts.data?.items.find((x) => x.name === layout);
  const choices = [
    { name: BY_ITSELF, label: t("imports.by_itself"), hint: t("imports.by_itself_hint") },
    ...(layouts.data?.items ?? []).map((x) => ({
      name: x.name,
      label: t(`imports.layout_${x.name}`, { defaultValue: x.label }),
      hint: x.files.length > 0 ? x.files.join(", ") : t("imports.layout_csv_hint"),
    })),
  ];
  return (
    <Panel title={t("imports.new")}>
      <Radio.Group label={t("imports.layout")} value={layout} onChange={setLayout}>
        <div className={c.layouts}>
          {choices.map((x) => (
            <Radio.Card key={x.name} value={x.name} className={c.layout}>
              <Radio.Indicator mt={2} />
              <span>
                <b>{x.label}</b>
                <small>{x.hint}</small>
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      <div style={{ display: "grid", gap: 12 }}>
        <Refused error={begin.error} />
        <DropZone
          title={t("imports.drop")}
          choose={t("imports.choose")}
          accept=".csv,.tsv,.txt,.xlsx"
          busy={begin.isPending}
          hint={
            chosen && chosen.files.length > 0
              ? t("imports.drop_these", { files: chosen.files.join(", ") })
              : t("imports.drop_hint")
          }
          onFiles={(files) => begin.mutate({ files, layout: layout || null })}
        />
      </div>
    </Panel>
  );
}

function useColumns(now: number): Column<ImportLine>[] {
  const { t } = useTranslation();
  const { count, when } = useFormats();
  return useMemo(
    () => [
      {
        key: "files",
        label: t("imports.files"),
        width: "34%",
        cell: (x) => (
          <Link to="/import/$id" params={{ id: x.id }} className={rowLink}>
            {x.files.map((file) => file.name).join(", ") || t(`imports.layout_${x.layout}`)}
          </Link>
        ),
      },
      {
        key: "state",
        label: t("imports.state"),
        width: 150,
        cell: (x) => <Chip tone={TONES[x.state]}>{t(`imports.state_${x.state}`)}</Chip>,
      },
      {
        key: "report",
        label: t("imports.result"),
        phone: "hide",
        cell: (x) => (
          <span className={quiet}>
            {t("imports.result_short", {
              create: count(x.report.create),
              update: count(x.report.update),
              same: count(x.report.same),
            })}
          </span>
        ),
      },
      {
        key: "by",
        label: t("imports.by"),
        width: "18%",
        phone: "hide",
        cell: (x) => <span dir="auto">{x.by.name}</span>,
      },
      {
        key: "at",
        label: t("imports.at"),
        width: 150,
        align: "end",
        cell: (x) => <span className={quiet}>{when(x.created_at, now)}</span>,
      },
    ],
    [t, count, when, now],
  );
}

/** Brings files in, and shows what was brought in before. */
export function ImportsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const now = useNow();
  const may = !!me?.may.import;
  const query = useInfiniteQuery({ ...importsQuery, enabled: may });
  const columns = useColumns(now);
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  if (me && !may)
    return (
      <>
        <PageHead title={t("nav.import")} />
        <PageBody width="narrow">
          <ReadOnly>{t("imports.may_not")}</ReadOnly>
        </PageBody>
      </>
    );
  return (
    <>
      <PageHead title={t("nav.import")} />
      <PageBody>
        <Begin />
        <Panel title={t("imports.history")} bare>
          {query.isPending ? (
            <div style={{ padding: "0 16px 12px" }}>
              <RowsSkeleton rows={3} />
            </div>
          ) : query.isError ? (
            <Failed title={t("imports.failed")} error={query.error} retry={query.refetch} />
          ) : rows.length > 0 ? (
            <DataTable
              plain
              label={t("imports.history")}
              columns={columns}
              rows={rows}
              rowKey={(x) => x.id}
              onEnd={query.hasNextPage && !query.isFetchingNextPage ? query.fetchNextPage : undefined}
            />
          ) : (
            <EmptyState icon={<IconHistory size={22} aria-hidden />} title={t("imports.empty")}>
              {t("imports.empty_hint")}
            </EmptyState>
          )}
        </Panel>
      </PageBody>
    </>
  );
}
