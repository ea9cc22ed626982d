import { Button } from "@mantine/core";
import { IconBolt, IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ApiError } from "@/lib/client";
import { keys } from "@/lib/keys";
import { useMe } from "@/lib/me";
import { announce } from "@/ui/announce";
import { EmptyState, PageHead } from "@/ui/bits";
import { Confirm, Failed, PageBody, ReadOnly, RowsSkeleton } from "@/ui/page";
import { useShortcuts } from "@/ui/shortcuts";
import { landing, stepped, useDrops } from "@/ui/sorting";
import { useProblem } from "@/ui/useProblem";
import { AutomationRow, ROW } from "./AutomationRow";
import { automationsQuery, deleteAutomation, orderAutomations, wordsQuery } from "./api";
import c from "./list.module.css";
import { NewAutomation } from "./NewAutomation";
import { NamingProvider } from "./naming";
import { StartCards } from "./StartCards";
import type { Line } from "./shapes";
import type { Start } from "./starts";
import { vocabularyOf } from "./vocabulary";

/** What happens by itself, in the order in which it does. */
export function AutomationsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const may = !!me?.may.configure;
  const list = useQuery({ ...automationsQuery, enabled: may });
  const words = useQuery({ ...wordsQuery, enabled: may });
  const vocabulary = useMemo(
    () => words.data && vocabularyOf(words.data, (key) => t(`automation.${key}`)),
    [words.data, t],
  );
  const [start, setStart] = useState<Start | null>(null);
  const [removed, setRemoved] = useState<Line | null>(null);
  const adding = useRef<HTMLButtonElement>(null);
  useShortcuts({ n: may ? () => setStart("blank") : undefined });
  const failed = list.error ?? words.error;
  const rows = list.data?.items ?? [];
  return (
    <>
      <PageHead title={t("nav.automations")}>
        {may && (
          <Button
            ref={adding}
            leftSection={<IconPlus size={16} stroke={2} aria-hidden />}
            onClick={() => setStart("blank")}
          >
            {t("automation.new")}
          </Button>
        )}
      </PageHead>
      <PageBody>
        {me && !may ? (
          <ReadOnly>{t("setup.read_only")}</ReadOnly>
        ) : failed ? (
          <Failed
            title={t("automation.failed_list")}
            error={failed}
            retry={() => Promise.all([list.refetch(), words.refetch()])}
          />
        ) : !list.data || !vocabulary ? (
          <RowsSkeleton rows={4} height={84} />
        ) : rows.length > 0 ? (
          <NamingProvider vocabulary={vocabulary} names={{}}>
            <p className={c.about}>{t("automation.about")}</p>
            <Rows rows={rows} onRemove={setRemoved} />
            {rows.length > 1 && <p className={c.about}>{t("automation.order_hint")}</p>}
          </NamingProvider>
        ) : (
          <div className={c.empty}>
            <EmptyState icon={<IconBolt size={24} aria-hidden />} title={t("automation.empty_list")}>
              {t("automation.empty_list_hint")}
            </EmptyState>
            <StartCards chosen={null} onChoose={setStart} />
          </div>
        )}
      </PageBody>
      {start && (
        <NewAutomation
          start={start}
          onClose={() => {
            setStart(null);
            requestAnimationFrame(() => adding.current?.focus());
          }}
        />
      )}
      {removed && <Remove line={removed} onClose={() => setRemoved(null)} />}
    </>
  );
}

function Rows({ rows, onRemove }: { rows: readonly Line[]; onRemove: (line: Line) => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const order = useMutation<unknown, ApiError, Line[]>({
    mutationFn: (next) => orderAutomations(next.map((one) => one.id)),
    onMutate: async (next) => {
      await queries.cancelQueries({ queryKey: keys.automationList });
      queries.setQueryData(keys.automationList, { items: next, next_cursor: null });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keys.automationList }),
  });
  const put = (id: string, before: string | null) => {
    const one = rows.find((row) => row.id === id);
    if (!one) return;
    const rest = rows.filter((row) => row.id !== id);
    const at = before === null ? rest.length : rest.findIndex((row) => row.id === before);
    const next = [...rest.slice(0, at), one, ...rest.slice(at)];
    if (next.every((row, i) => row.id === rows[i]?.id)) return;
    order.mutate(next);
    announce(t("automation.moved", { name: one.name, place: at + 1, count: rows.length }));
  };
  useDrops(ROW, (drop) => put(drop.id, landing(drop, rows)));
  return (
    <ol className={c.list} aria-label={t("automation.list")}>
      {rows.map((line, i) => (
        <AutomationRow
          key={line.id}
          line={line}
          number={i + 1}
          can={{ up: i > 0, down: i < rows.length - 1 }}
          onStep={(way) => {
            const before = stepped(rows, line.id, way);
            if (before !== undefined) put(line.id, before);
          }}
          onRemove={() => onRemove(line)}
        />
      ))}
    </ol>
  );
}

export function Remove({
  line,
  onClose,
  onGone,
}: {
  line: Pick<Line, "id" | "name">;
  onClose: () => void;
  onGone?: () => void;
}) {
  const { t } = useTranslation();
  const problem = useProblem();
  const queries = useQueryClient();
  const remove = useMutation<unknown, ApiError>({
    mutationFn: () => deleteAutomation(line.id),
    onSuccess: () => {
      onGone?.();
      void queries.invalidateQueries({ queryKey: keys.automationList });
      announce(t("automation.deleted", { name: line.name }));
      onClose();
    },
  });
  return (
    <Confirm
      title={t("automation.delete_title", { name: line.name })}
      action={t("automation.delete")}
      danger
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>{remove.error ? problem(remove.error) : t("automation.delete_hint")}</p>
    </Confirm>
  );
}
