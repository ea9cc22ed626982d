import { ActionIcon, Button, Menu, Skeleton, Textarea } from "@mantine/core";
import {
  IconActivity,
  IconArrowsRightLeft,
  IconCalendarClock,
  IconCash,
  IconChecklist,
  IconDots,
  IconNote,
  IconPencil,
  IconPoint,
  IconShare3,
  IconSparkles,
  IconUser,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Opportunity, TimelineItem } from "@/lib/types";
import { EmptyState, PersonAvatar } from "@/ui/bits";
import { Failed, More } from "@/ui/page";
import { useFormats } from "@/ui/useFormats";
import { useSentence } from "@/ui/useSentence";
import { timelineQuery } from "./api";
import { Composer } from "./Composer";
import { useDeleteNote, useEditNote } from "./said";
import { useKeepTyped } from "./sharing/typed";
import c from "./timeline.module.css";

const ICONS: [RegExp, typeof IconPoint][] = [
  [/^note/, IconNote],
  [/^activity/, IconActivity],
  [/^task/, IconChecklist],
  [/created|imported/, IconSparkles],
  [/moved/, IconArrowsRightLeft],
  [/assigned/, IconUser],
  [/team/, IconUsersGroup],
  [/follow_up/, IconCalendarClock],
  [/amount/, IconCash],
  [/edited/, IconPencil],
  [/^share/, IconShare3],
];
const iconOf = (item: TimelineItem) =>
  ICONS.find(
    ([test]) => test.test(item.kind === "event" ? item.type : item.kind) || test.test(item.type),
  )?.[1] ?? IconPoint;

function Note({ o, item }: { o: Opportunity; item: TimelineItem }) {
  const { t } = useTranslation();
  const edit = useEditNote(o.id);
  const remove = useDeleteNote(o.id);
  const [text, setText] = useState<string | null>(null);
  useKeepTyped(
    `note ${item.id}`,
    text !== null && text !== item.body ? [{ label: t("timeline.note"), text }] : [],
  );
  const note = item.note;
  if (note && text !== null)
    return (
      <form
        className={c.noteForm}
        onSubmit={(e) => {
          e.preventDefault();
          if (text.trim()) edit.mutate({ note_id: note.id, text }, { onSuccess: () => setText(null) });
        }}
      >
        <Textarea
          aria-label={t("timeline.note")}
          autosize
          minRows={2}
          value={text}
          onChange={(e) => setText(e.currentTarget.value)}
          autoFocus
        />
        <div className={c.noteButtons}>
          <Button variant="default" size="xs" onClick={() => setText(null)}>
            {t("common.cancel")}
          </Button>
          <Button size="xs" type="submit" loading={edit.isPending}>
            {t("common.save")}
          </Button>
        </div>
      </form>
    );
  return (
    <div className={c.note}>
      <p dir="auto">{item.body}</p>
      {note?.mine && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size={26} aria-label={t("timeline.note_actions")}>
              <IconDots size={15} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setText(item.body ?? "")}>{t("common.edit")}</Menu.Item>
            <Menu.Item color="red" onClick={() => remove.mutate(note.id)}>
              {t("common.delete")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}

const FAR = 20;

/** What happened, newest first: events, notes, activities and tasks in one list (B13). `show` is an event to go to. */
export function Timeline({ o, now, show = null }: { o: Opportunity; now: number; show?: string | null }) {
  const { t } = useTranslation();
  const { when, fullTime } = useFormats();
  const sentence = useSentence();
  const query = useInfiniteQuery(timelineQuery(o.id));
  const items = query.data?.pages.flatMap((p) => p.items) ?? [];
  const list = useRef<HTMLOListElement>(null);
  const gone = useRef<string | null>(null);
  // Older pages are read until the event is among them.
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const pages = query.data?.pages.length ?? 0;
  useEffect(() => {
    if (!show || gone.current === show || pages === 0 || isFetchingNextPage) return;
    const found = list.current?.querySelector<HTMLElement>(`[data-event="${show}"]`);
    if (found) {
      gone.current = show;
      found.scrollIntoView({ block: "center" });
      found.focus({ preventScroll: true });
    } else if (hasNextPage && pages < FAR) void fetchNextPage();
  }, [show, pages, hasNextPage, isFetchingNextPage, fetchNextPage]);
  return (
    <>
      {o.may.add && <Composer o={o} />}
      {query.isPending && [0, 1, 2].map((i) => <Skeleton key={i} height={34} mt={14} />)}
      {query.isError && !query.data && (
        <Failed title={t("timeline.failed")} error={query.error} retry={query.refetch} />
      )}
      {query.data && items.length === 0 && (
        <EmptyState title={t("timeline.empty")}>{t("timeline.empty_hint")}</EmptyState>
      )}
      <ol className={c.list} ref={list}>
        {items.map((item) => {
          const Icon = iconOf(item);
          return (
            <li
              key={`${item.kind}-${item.id}`}
              className={c.item}
              data-kind={item.kind}
              data-event={item.id}
              data-shown={item.id === show || undefined}
              tabIndex={item.id === show ? -1 : undefined}
            >
              <span className={c.icon}>
                <Icon size={14} stroke={1.8} aria-hidden />
              </span>
              <div className={c.what}>
                <div className={c.line}>
                  <span className={c.sentence}>
                    {item.kind === "activity" && item.activity
                      ? item.activity.type
                      : sentence(item.text, item.type)}
                  </span>
                  <time dateTime={item.at} title={fullTime(item.at)}>
                    {when(item.at, now)}
                  </time>
                </div>
                {item.body &&
                  (item.kind === "note" ? (
                    <Note o={o} item={item} />
                  ) : (
                    <p className={c.body} dir="auto">
                      {item.body}
                    </p>
                  ))}
                {item.task && !item.body && (
                  <p className={c.body} dir="auto">
                    {item.task.title}
                  </p>
                )}
                <span className={c.actor}>
                  {item.actor ? (
                    <>
                      <span aria-hidden className={c.face}>
                        <PersonAvatar person={item.actor} size={16} />
                      </span>
                      {item.actor.name}
                    </>
                  ) : (
                    t(`timeline.by_${item.actor_kind}`, { defaultValue: t("timeline.by_system") })
                  )}
                </span>
              </div>
            </li>
          );
        })}
      </ol>
      <More query={query} label={t("timeline.older")} />
    </>
  );
}
