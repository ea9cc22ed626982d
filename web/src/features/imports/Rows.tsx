import { SegmentedControl } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Chip, EmptyState } from "@/ui/bits";
import { type Column, DataTable, quiet } from "@/ui/DataTable";
import { Failed, Panel, RowsSkeleton } from "@/ui/page";
import { type Import, type Row, rowsQuery } from "./api";
import c from "./imports.module.css";
import { KINDS } from "./words";

const ALL = "all";
const TONE: Partial<Record<Row["outcome"], "ok" | "bad" | "warn" | "blue">> = {
  problem: "bad",
  note: "warn",
  created: "ok",
  updated: "blue",
};

function useColumns(): Column<Row>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: "where",
        label: t("imports.line"),
        width: "24%",
        cell: (x) => (
          <span>
            {x.file}:{x.line}
            {x.source_id && (
              <span className={quiet} style={{ display: "block", fontSize: 12 }}>
                {x.source_id}
              </span>
            )}
          </span>
        ),
      },
      {
        key: "outcome",
        label: t("imports.outcome"),
        width: 150,
        cell: (x) => <Chip tone={TONE[x.outcome] ?? "plain"}>{t(`imports.row_${x.outcome}`)}</Chip>,
      },
      {
        key: "about",
        label: t("imports.about"),
        width: 130,
        phone: "hide",
        cell: (x) => <span className={quiet}>{t(`imports.kind_${x.about}`, { defaultValue: x.about })}</span>,
      },
      {
        key: "messages",
        label: t("imports.messages"),
        cell: (x) =>
          x.messages.map((message) => (
            <span key={message.column + message.text} className={c.message} title={message.text}>
              {message.column && <b>{message.column}: </b>}
              {message.text}
            </span>
          )),
      },
    ],
    [t],
  );
}

/** What became of each row, by file and line. */
export function Rows({ run }: { run: Import }) {
  const { t } = useTranslation();
  const kinds = KINDS[run.state] ?? [];
  const [kind, setKind] = useState<string>(run.report.problems > 0 ? "problem" : ALL);
  const shown = kinds.includes(kind as Row["outcome"]) ? kind : ALL;
  const query = useInfiniteQuery(rowsQuery(run.id, shown === ALL ? undefined : shown, run.state));
  const columns = useColumns();
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  if (kinds.length === 0) return null;
  return (
    <Panel
      title={t("imports.row_report")}
      bare
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t("imports.outcome")}
          data={[ALL, ...kinds].map((value) => ({ value, label: t(`imports.outcome_${value}`) }))}
          value={shown}
          onChange={setKind}
        />
      }
    >
      {query.isPending ? (
        <div style={{ padding: "0 16px 12px" }}>
          <RowsSkeleton rows={4} />
        </div>
      ) : query.isError ? (
        <Failed title={t("imports.failed")} error={query.error} retry={query.refetch} />
      ) : rows.length === 0 ? (
        <EmptyState title={t("imports.no_rows")} />
      ) : (
        <DataTable
          plain
          label={t("imports.row_report")}
          columns={columns}
          rows={rows}
          rowKey={(x) => `${x.file}:${x.line}:${x.about}:${x.outcome}:${x.subject}`}
          onEnd={query.hasNextPage && !query.isFetchingNextPage ? query.fetchNextPage : undefined}
        />
      )}
    </Panel>
  );
}
