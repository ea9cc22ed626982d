import { Checkbox, Popover } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Task } from "@/lib/types";
import { DueChip, Hidden, PersonAvatar } from "@/ui/bits";
import { useFormats } from "@/ui/useFormats";
import { useReschedule, useTick } from "./api";
import c from "./tasks.module.css";

const FollowUpEditor = lazy(() => import("@/opportunity/FollowUpEditor"));

function Due({ task, now }: { task: Task; now: number }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const reschedule = useReschedule();
  const save = (due_at: string | null) => {
    setOpen(false);
    reschedule(task, due_at);
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus withinPortal shadow="md">
      <Popover.Target>
        <button
          type="button"
          className={c.due}
          disabled={!task.may.edit}
          onClick={() => setOpen((is) => !is)}
        >
          <Hidden>{t("todo.reschedule", { title: task.title })}: </Hidden>
          {task.due_at ? <DueChip at={task.due_at} now={now} /> : <DueWord />}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <Suspense>
          <FollowUpEditor value={task.due_at} now={now} onSave={save} onCancel={() => setOpen(false)} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}

const DueWord = () => {
  const { t } = useTranslation();
  return <span style={{ fontSize: 11.5, color: "var(--muted)" }}>{t("todo.set_due")}</span>;
};

/** A task: its box, what it is about (a click opens that), when it is due. */
export function TaskRow({ task, now }: { task: Task; now: number }) {
  const { t } = useTranslation();
  const { calendarDate } = useFormats();
  const tick = useTick();
  return (
    <li className={c.task} data-done={!!task.done_at || undefined}>
      <Checkbox
        className={c.tick}
        aria-label={t("todo.tick", { title: task.title })}
        checked={!!task.done_at}
        disabled={!task.may.edit}
        onChange={(e) => tick(task, e.currentTarget.checked)}
      />
      <span className={c.text}>
        <span className={c.title} dir="auto">
          {task.title}
        </span>
        <Link
          to="."
          search={(s: object) => ({ ...s, opp: task.opportunity.id }) as never}
          className={c.opportunity}
          data-opp={task.opportunity.id}
          dir="auto"
        >
          {task.opportunity.name}
        </Link>
      </span>
      {task.done_at ? (
        <span style={{ fontSize: 12, color: "var(--muted)" }}>{calendarDate(task.done_at)}</span>
      ) : (
        <Due task={task} now={now} />
      )}
      {task.owner ? <PersonAvatar person={task.owner} size={24} /> : <span />}
    </li>
  );
}
