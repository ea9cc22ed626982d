import { ActionIcon, Button, Menu } from "@mantine/core";
import {
  IconArrowsShuffle,
  IconChevronDown,
  IconFileImport,
  IconHistory,
  IconPlus,
  IconRoute,
  IconSitemap,
  IconTrash,
} from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ApiError } from "@/lib/client";
import { keys } from "@/lib/keys";
import { useMe } from "@/lib/me";
import type { Ref } from "@/lib/types";
import { announce } from "@/ui/announce";
import { Chip, EmptyState, PageHead } from "@/ui/bits";
import { type Column, DataTable, quiet, rowLink } from "@/ui/DataTable";
import { Confirm, Failed, PageBody, ReadOnly, RowsSkeleton } from "@/ui/page";
import { useShortcuts } from "@/ui/shortcuts";
import { useFormats } from "@/ui/useFormats";
import { useProblem } from "@/ui/useProblem";
import { deleteWorkflow, type WorkflowLine, workflowsQuery } from "./api";
import { FromLogDialog } from "./FromLogDialog";
import { ImportFileDialog } from "./ImportFileDialog";
import { NewWorkflow } from "./NewWorkflow";
import c from "./workflows.module.css";

const route = getRouteApi("/shell/setup/workflows");
type Way = "free" | "guided" | "file" | "log";

function useColumns(remove: (line: WorkflowLine) => void): Column<WorkflowLine>[] {
  const { t } = useTranslation();
  const { count } = useFormats();
  return useMemo(
    () => [
      {
        key: "name",
        label: t("workflow.name"),
        width: "30%",
        cell: (x) => (
          <Link to="/setup/workflows/$id" params={{ id: x.id }} className={rowLink} dir="auto">
            {x.name}
          </Link>
        ),
      },
      {
        key: "mode",
        label: t("workflow.mode"),
        width: 110,
        phone: "beside",
        cell: (x) => <Chip tone={x.mode === "guided" ? "accent" : "plain"}>{t(`workflow.${x.mode}`)}</Chip>,
      },
      {
        key: "version",
        label: t("workflow.version"),
        width: 230,
        cell: (x) => (
          <span className={c.marks}>
            {x.version === null ? (
              <Chip tone="warn">{t("workflow.never_published")}</Chip>
            ) : (
              <span className={quiet}>{t("workflow.version_of", { number: x.version })}</span>
            )}
            {x.changed && x.version !== null && <Chip tone="blue">{t("workflow.unpublished")}</Chip>}
          </span>
        ),
      },
      {
        key: "teams",
        label: t("workflow.teams"),
        cell: (x) =>
          x.teams.length > 0 ? (
            <span dir="auto">{x.teams.map((team) => team.name).join(", ")}</span>
          ) : (
            <span className={quiet}>{t("workflow.no_teams")}</span>
          ),
      },
      {
        key: "opportunities",
        label: t("workflow.opportunities"),
        width: 120,
        align: "end",
        phone: "hide",
        cell: (x) => count(x.opportunities ?? 0),
      },
      {
        key: "delete",
        label: t("common.delete"),
        hideLabel: true,
        width: 56,
        align: "end",
        phone: "beside",
        cell: (x) =>
          x.may.delete && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size={30}
              aria-label={t("workflow.delete_one", { name: x.name })}
              onClick={() => remove(x)}
            >
              <IconTrash size={16} stroke={1.7} />
            </ActionIcon>
          ),
      },
    ],
    [t, count, remove],
  );
}

function Remove({ line, onClose }: { line: WorkflowLine; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const queries = useQueryClient();
  const remove = useMutation<unknown, ApiError>({
    mutationFn: () => deleteWorkflow(line.id),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: keys.workflows });
      announce(t("workflow.deleted", { name: line.name }));
      onClose();
    },
  });
  return (
    <Confirm
      title={t("workflow.delete_title", { name: line.name })}
      action={t("common.delete")}
      danger
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>{remove.error ? problem(remove.error) : t("workflow.delete_hint")}</p>
    </Confirm>
  );
}

const WAYS = [
  { way: "guided", Icon: IconRoute },
  { way: "free", Icon: IconArrowsShuffle },
  { way: "file", Icon: IconFileImport },
  { way: "log", Icon: IconHistory },
] as const;

/** The processes of the organization. */
export function WorkflowsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = route.useNavigate();
  const query = useQuery(workflowsQuery);
  const [way, setWay] = useState<Way | null>(null);
  const [menu, setMenu] = useState(false);
  const [removed, setRemoved] = useState<WorkflowLine | null>(null);
  const columns = useColumns(setRemoved);
  const rows = query.data?.items ?? [];
  const may = !!me?.may.configure;
  useShortcuts({ n: may ? () => setWay("guided") : undefined });
  const adding = useRef<HTMLButtonElement>(null);
  const close = () => {
    setWay(null);
    // The item of the menu that opened it is gone.
    requestAnimationFrame(() => adding.current?.focus());
  };
  const made = (workflow: Ref) => {
    setWay(null);
    void navigate({ to: "/setup/workflows/$id", params: { id: workflow.id } });
  };
  return (
    <>
      <PageHead title={t("nav.workflows")}>
        {may && (
          <Menu opened={menu} onChange={setMenu} position="bottom-end" width={320}>
            <Menu.Target>
              <Button
                ref={adding}
                leftSection={<IconPlus size={16} stroke={2} aria-hidden />}
                rightSection={<IconChevronDown size={14} aria-hidden />}
              >
                {t("workflow.new")}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {WAYS.map(({ way: one, Icon }) => (
                <Menu.Item
                  key={one}
                  leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
                  onClick={() => setWay(one)}
                >
                  <span className={c.way}>
                    <b>{t(`workflow.new_${one}`)}</b>
                    <small>{t(`workflow.new_${one}_hint`)}</small>
                  </span>
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </PageHead>
      <PageBody>
        {me && !may && <ReadOnly>{t("workflow.read_only")}</ReadOnly>}
        {query.isPending ? (
          <RowsSkeleton rows={4} />
        ) : query.isError ? (
          <Failed title={t("workflow.failed_list")} error={query.error} retry={query.refetch} />
        ) : rows.length > 0 ? (
          <DataTable label={t("nav.workflows")} columns={columns} rows={rows} rowKey={(x) => x.id} />
        ) : (
          <EmptyState icon={<IconSitemap size={24} aria-hidden />} title={t("workflow.empty")}>
            {t("workflow.empty_hint")}
          </EmptyState>
        )}
      </PageBody>
      {(way === "free" || way === "guided") && <NewWorkflow mode={way} onClose={close} onMade={made} />}
      {way === "file" && <ImportFileDialog onDone={made} onClose={close} />}
      {way === "log" && <FromLogDialog onDone={made} onClose={close} />}
      {removed && <Remove line={removed} onClose={() => setRemoved(null)} />}
    </>
  );
}
