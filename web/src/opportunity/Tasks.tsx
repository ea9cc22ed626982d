import { ActionIcon, Button, Checkbox, Skeleton, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Opportunity, Task } from "@/lib/types";
import { DueChip, EmptyState, PersonAvatar } from "@/ui/bits";
import { useFormats } from "@/ui/useFormats";
import { WallTimePicker } from "@/ui/WallTimePicker";
import { tasksQuery } from "./api";
import { useAddTask, useDeleteTask, useTickTask } from "./said";
import { useKeepTyped } from "./sharing/typed";
import c from "./timeline.module.css";

const byDue = (a: Task, b: Task): number =>
  Number(!!a.done_at) - Number(!!b.done_at) || (a.due_at ?? "9").localeCompare(b.due_at ?? "9");

/** What someone promised to do about it, open ones first. */
export function Tasks({ o, now }: { o: Opportunity; now: number }) {
  const { t } = useTranslation();
  const { fromWall } = useFormats();
  const { data, isPending } = useQuery(tasksQuery(o.id));
  const add = useAddTask(o.id);
  const remove = useDeleteTask(o.id);
  const tick = useTickTask(o.id);
  const [title, setTitle] = useState("");
  const [due, setDue] = useState<string | null>(null);
  useKeepTyped("task", title.trim() ? [{ label: t("tasks.what"), text: title }] : []);
  const tasks = [...(data?.items ?? [])].sort(byDue);
  const dueAt = due ? fromWall(due) : null;
  const submit = () => {
    if (!title.trim() || (due && !dueAt)) return;
    add.mutate(
      { title, due_at: dueAt },
      {
        onSuccess: () => {
          setTitle("");
          setDue(null);
        },
      },
    );
  };
  return (
    <>
      {o.may.add && (
        <form
          className={c.composer}
          aria-label={t("tasks.add")}
          onSubmit={(e) => {
            e.preventDefault();
            submit();
          }}
        >
          <TextInput
            aria-label={t("tasks.what")}
            placeholder={t("tasks.what")}
            variant="unstyled"
            size="sm"
            value={title}
            onChange={(e) => setTitle(e.currentTarget.value)}
          />
          <div className={c.composerFoot}>
            <WallTimePicker
              labelled="aloud"
              label={t("tasks.due")}
              placeholder={t("tasks.due")}
              size="xs"
              clearable
              w={190}
              valueFormat="ddd D MMM, HH:mm"
              value={due}
              onChange={setDue}
              error={due && !dueAt ? t("follow_up.skipped") : undefined}
            />
            <Button type="submit" size="xs" loading={add.isPending} disabled={!title.trim()}>
              {t("common.add")}
            </Button>
          </div>
        </form>
      )}
      {isPending && <Skeleton height={60} mt={14} />}
      {data && tasks.length === 0 && (
        <EmptyState title={t("tasks.empty")}>{t("tasks.empty_hint")}</EmptyState>
      )}
      <ul className={c.tasks}>
        {tasks.map((task) => (
          <li key={task.id} data-done={!!task.done_at || undefined}>
            <Checkbox
              label={task.title}
              checked={!!task.done_at}
              disabled={!task.may.edit}
              onChange={(e) => tick(task, e.currentTarget.checked)}
              classNames={{ root: c.tick, label: c.tickLabel }}
            />
            {task.due_at && !task.done_at && <DueChip at={task.due_at} now={now} />}
            {task.owner && <PersonAvatar person={task.owner} size={20} />}
            {task.may.edit && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size={26}
                aria-label={t("tasks.delete", { title: task.title })}
                onClick={() => remove.mutate(task.id)}
              >
                <IconTrash size={15} stroke={1.7} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
