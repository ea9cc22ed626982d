import { ActionIcon, Alert, Button, Menu, Skeleton, Tabs, Tooltip } from "@mantine/core";
import {
  IconChartBar,
  IconChartBarOff,
  IconCheck,
  IconDots,
  IconGhost2,
  IconLink,
  IconPencil,
  IconTrash,
  IconX,
} from "@tabler/icons-react";
import { useIsMutating, useMutationState, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isApiError } from "@/lib/client";
import { useNow } from "@/lib/clock";
import type { Opportunity } from "@/lib/types";
import { announce } from "@/ui/announce";
import { ChannelIcon, Chip, EmptyState } from "@/ui/bits";
import { initials, personHue } from "@/ui/formats";
import { useFormats } from "@/ui/useFormats";
import { useProblem } from "@/ui/useProblem";
import { opportunityQuery, tasksQuery, useSetExcluded } from "./api";
import { Chevrons } from "./Chevrons";
import { DeleteDialog } from "./DeleteDialog";
import { Details } from "./Details";
import c from "./drawer.module.css";
import { OpenWays } from "./OpenWays";
import { QuickControls } from "./QuickControls";
import { Tasks } from "./Tasks";
import { Timeline } from "./Timeline";

const EditForm = lazy(() => import("./EditForm"));
const Family = lazy(() => import("./Family"));
const WorkflowTab = lazy(() => import("./WorkflowTab"));

/** One opportunity, whole: quick controls, edit form, timeline, tasks, details. */
export function Detail({ id, close }: { id: string; close: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const { data: o, error, refetch } = useQuery(opportunityQuery(id));
  // What was read before it went is not shown any more.
  const gone = isApiError(error) && error.status === 404;
  if (o && !gone) return <Loaded o={o} close={close} />;
  if (error)
    return (
      <div className={c.wrap}>
        <Closer close={close} />
        <EmptyState
          icon={<IconGhost2 size={24} aria-hidden />}
          title={t(gone ? "opportunity.gone" : "error.broken")}
          action={
            <Button variant="light" onClick={() => void refetch()}>
              {t("common.retry")}
            </Button>
          }
        >
          {gone ? t("opportunity.gone_hint") : problem(error)}
        </EmptyState>
      </div>
    );
  return (
    <div className={c.wrap} aria-busy="true">
      <Closer close={close} />
      <div className={c.ghost}>
        <Skeleton height={30} />
        <Skeleton height={110} />
        <Skeleton height={220} />
      </div>
    </div>
  );
}

function Closer({ close }: { close: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={c.closer}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={34}
        aria-label={t("common.close")}
        onClick={close}
        data-autofocus
      >
        <IconX size={18} />
      </ActionIcon>
    </div>
  );
}

/** "Saving…", then "Saved" for a moment: every change is saved at once, and says so. */
function SavedMark() {
  const { t } = useTranslation();
  const saving = useIsMutating() > 0;
  const last = useMutationState({ select: (mutation) => mutation.state.status }).at(-1);
  const was = useRef(false);
  const [saved, setSaved] = useState(false);
  useEffect(() => {
    const done = was.current && !saving;
    was.current = saving;
    if (!done || last === "error") return;
    setSaved(true);
    const timer = window.setTimeout(() => setSaved(false), 2000);
    return () => window.clearTimeout(timer);
  }, [saving, last]);
  return (
    <span className={c.saved}>
      {saving ? (
        t("common.saving")
      ) : saved ? (
        <>
          <IconCheck size={13} aria-hidden />
          {t("common.saved")}
        </>
      ) : null}
    </span>
  );
}

function Loaded({ o, close }: { o: Opportunity; close: () => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow([o.follow_up_at, o.access_ends_at]);
  const exclude = useSetExcluded();
  const tasks = useQuery(tasksQuery(o.id));
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another opportunity takes the focus anew
  useEffect(() => {
    const timer = window.setTimeout(() => title.current?.focus({ preventScroll: true }), 60);
    return () => window.clearTimeout(timer);
  }, [o.id]);
  const open = (tasks.data?.items ?? []).filter((x) => !x.done_at).length;
  const name = o.contact?.name ?? o.title;
  const copy = async () => {
    await navigator.clipboard?.writeText(`${window.location.origin}/?opp=${o.id}`);
    announce(t("opportunity.link_copied"));
  };

  return (
    <div className={c.wrap}>
      <header className={c.head}>
        <span
          className={c.badge}
          aria-hidden
          style={{ ["--h" as string]: personHue(o.account?.id ?? o.contact?.id ?? o.id) }}
        >
          {initials(o.account?.name ?? name)}
        </span>
        <div className={c.who}>
          <h2 className={c.name} ref={title} tabIndex={-1} data-autofocus dir="auto" title={name}>
            {name}
          </h2>
          <div className={c.sub}>
            {o.own_title && o.contact && <span dir="auto">{o.own_title}</span>}
            {o.account && <span dir="auto">{o.account.name}</span>}
            {o.channel && (
              <span className={c.via}>
                <ChannelIcon kind={o.channel.kind} size={14} />
                {o.channel.name}
              </span>
            )}
            <span className={c.number}>#{o.number}</span>
          </div>
        </div>
        <SavedMark />
        {o.may.edit && (
          <Tooltip label={t("common.edit")}>
            <ActionIcon
              variant={editing ? "light" : "subtle"}
              color={editing ? "iris" : "gray"}
              size={34}
              aria-label={t("opportunity.edit")}
              aria-pressed={editing}
              onClick={() => setEditing(!editing)}
            >
              <IconPencil size={18} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        )}
        <Menu position="bottom-end" width={250}>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size={34} aria-label={t("opportunity.actions")}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconLink size={16} stroke={1.7} aria-hidden />}
              onClick={() => void copy()}
            >
              {t("opportunity.copy_link")}
            </Menu.Item>
            {o.may.exclude && (
              <Menu.Item
                leftSection={
                  o.excluded ? (
                    <IconChartBar size={16} stroke={1.7} aria-hidden />
                  ) : (
                    <IconChartBarOff size={16} stroke={1.7} aria-hidden />
                  )
                }
                onClick={() => exclude.mutate({ id: o.id, value: !o.excluded })}
              >
                {o.excluded ? t("opportunity.include") : t("opportunity.exclude")}
              </Menu.Item>
            )}
            {o.may.delete && (
              <>
                <Menu.Divider />
                <Menu.Item
                  color="red"
                  leftSection={<IconTrash size={16} stroke={1.7} aria-hidden />}
                  onClick={() => setDeleting(true)}
                >
                  {t("opportunity.delete")}
                </Menu.Item>
              </>
            )}
          </Menu.Dropdown>
        </Menu>
        <Tooltip label={t("opportunity.close_hint")}>
          <ActionIcon variant="subtle" color="gray" size={34} aria-label={t("common.close")} onClick={close}>
            <IconX size={18} />
          </ActionIcon>
        </Tooltip>
      </header>

      {(o.excluded || o.level === "view" || o.access_ends_at) && (
        <div className={c.marks}>
          {o.excluded && <Chip>{t("card.excluded")}</Chip>}
          {o.level === "view" && <Chip tone="blue">{t("opportunity.read_only")}</Chip>}
          {o.access_ends_at && (
            <Chip tone="warn">
              {t("opportunity.access_ends", { time: formats.shortDateTime(o.access_ends_at) })}
            </Chip>
          )}
        </div>
      )}
      <Chevrons o={o} />
      {!editing && <OpenWays o={o} />}
      {editing ? (
        <Suspense fallback={<Skeleton height={300} m={20} />}>
          <EditForm o={o} onDone={() => setEditing(false)} />
        </Suspense>
      ) : (
        <div className={c.body}>
          <QuickControls o={o} now={now} />
          {o.description && (
            <p className={c.description} dir="auto">
              {o.description}
            </p>
          )}
          {o.status === "lost" && o.lost_reason && (
            <Alert color="red" variant="light" mx={20} mb={12} py={6}>
              {t("opportunity.lost_because", { reason: o.lost_reason })}
            </Alert>
          )}
          <Tabs defaultValue="timeline" className={c.tabs} keepMounted={false}>
            <Tabs.List px={20}>
              <Tabs.Tab value="timeline">{t("timeline.title")}</Tabs.Tab>
              <Tabs.Tab
                value="tasks"
                rightSection={open > 0 && <span className={c.count}>{formats.count(open)}</span>}
              >
                {t("tasks.title")}
              </Tabs.Tab>
              <Tabs.Tab value="details">{t("details.title")}</Tabs.Tab>
              <Tabs.Tab value="workflow">{t("picture.title")}</Tabs.Tab>
              <Tabs.Tab value="family">{t("family.title")}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="timeline" className={c.panel}>
              <Timeline o={o} now={now} />
            </Tabs.Panel>
            <Tabs.Panel value="tasks" className={c.panel}>
              <Tasks o={o} now={now} />
            </Tabs.Panel>
            <Tabs.Panel value="details" className={c.panel}>
              <Details o={o} />
            </Tabs.Panel>
            <Tabs.Panel value="family" className={c.panel}>
              <Suspense fallback={<Skeleton height={120} />}>
                <Family o={o} />
              </Suspense>
            </Tabs.Panel>
            <Tabs.Panel value="workflow" className={c.panel}>
              <Suspense fallback={<Skeleton height={290} radius="lg" />}>
                <WorkflowTab o={o} />
              </Suspense>
            </Tabs.Panel>
          </Tabs>
        </div>
      )}
      {deleting && <DeleteDialog o={o} onClose={() => setDeleting(false)} onDone={close} />}
    </div>
  );
}
