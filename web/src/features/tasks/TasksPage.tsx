import { Button, SegmentedControl } from "@mantine/core";
import { IconChecklist } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import { EmptyState, PageHead } from "@/ui/bits";
import { Failed, More, PageBody, Panel, RowsSkeleton, Tools } from "@/ui/page";
import { useFormats } from "@/ui/useFormats";
import { tasksQuery } from "./api";
import { grouped } from "./groups";
import { TaskRow } from "./TaskRow";
import c from "./tasks.module.css";

const route = getRouteApi("/shell/tasks");

function Done({ mine, now }: { mine: boolean; now: number }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const query = useInfiniteQuery({ ...tasksQuery(mine, true), enabled: open });
  const tasks = (query.data?.pages.flatMap((page) => page.items) ?? []).sort((a, b) =>
    (b.done_at ?? "").localeCompare(a.done_at ?? ""),
  );
  return (
    <Panel
      title={t("todo.done")}
      bare
      actions={
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          aria-expanded={open}
          onClick={() => setOpen((is) => !is)}
        >
          {t(open ? "todo.hide" : "todo.show")}
        </Button>
      }
    >
      {open && query.isPending && (
        <div style={{ padding: "0 16px 12px" }}>
          <RowsSkeleton rows={2} />
        </div>
      )}
      {open && query.isError && !query.data && (
        <Failed title={t("todo.failed")} error={query.error} retry={query.refetch} />
      )}
      {open && query.isSuccess && tasks.length === 0 && <EmptyState title={t("todo.none_done")} />}
      {open && (
        <ul className={c.list}>
          {tasks.map((task) => (
            <TaskRow key={task.id} task={task} now={now} />
          ))}
        </ul>
      )}
      {open && <More query={query} />}
    </Panel>
  );
}

/** What was promised, and by when. */
export function TasksPage() {
  const { t } = useTranslation();
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const { zone, count } = useFormats();
  const mine = tab !== "all";
  const query = useInfiniteQuery(tasksQuery(mine, false));
  const tasks = query.data?.pages.flatMap((page) => page.items) ?? [];
  const now = useNow(tasks.map((task) => task.due_at));
  return (
    <>
      <PageHead title={t("nav.tasks")} />
      <Tools>
        <SegmentedControl
          size="sm"
          aria-label={t("todo.whose")}
          data={[
            { value: "mine", label: t("todo.mine") },
            { value: "all", label: t("todo.all") },
          ]}
          value={mine ? "mine" : "all"}
          onChange={(v) =>
            void navigate({ search: (s) => ({ ...s, tab: v === "all" ? v : undefined }), replace: true })
          }
        />
      </Tools>
      <PageBody width="narrow">
        {query.isPending ? (
          <RowsSkeleton />
        ) : !query.data ? (
          <Failed title={t("todo.failed")} error={query.error} retry={query.refetch} />
        ) : (
          <>
            {tasks.length === 0 && (
              <EmptyState
                icon={<IconChecklist size={24} aria-hidden />}
                title={t(mine ? "todo.empty" : "todo.empty_all")}
                action={
                  <Button component={Link} to="/" variant="light">
                    {t("error.to_board")}
                  </Button>
                }
              >
                {t("todo.empty_hint")}
              </EmptyState>
            )}
            {grouped(tasks, now, zone).map(([group, list]) => (
              <Panel key={group} title={t(`todo.${group}`)} note={count(list.length)} bare>
                <ul className={c.list}>
                  {list.map((task) => (
                    <TaskRow key={task.id} task={task} now={now} />
                  ))}
                </ul>
              </Panel>
            ))}
            <More query={query} />
            <Done mine={mine} now={now} />
          </>
        )}
      </PageBody>
    </>
  );
}
