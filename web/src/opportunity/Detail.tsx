import { Alert, Button, Skeleton, Tabs } from "@mantine/core";
import { IconGhost2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isApiError } from "@/lib/client";
import { useNow } from "@/lib/clock";
import type { Opportunity } from "@/lib/types";
import { withWords } from "@/lib/words";
import { Chip, EmptyState } from "@/ui/bits";
import { useShortcuts } from "@/ui/shortcuts";
import { useFormats } from "@/ui/useFormats";
import { useProblem } from "@/ui/useProblem";
import { opportunityQuery, tasksQuery } from "./api";
import { Chevrons } from "./Chevrons";
import { DeleteDialog } from "./DeleteDialog";
import { Details } from "./Details";
import c from "./drawer.module.css";
import { Closer, Head } from "./Head";
import { OpenWays } from "./OpenWays";
import { QuickControls } from "./QuickControls";
import { TypedProvider } from "./sharing/typed";
import { useEnd } from "./sharing/useEnd";
import { Tasks } from "./Tasks";
import { Timeline } from "./Timeline";

const EditForm = lazy(() => import("./EditForm"));
const Family = lazy(() => import("./Family"));
const WorkflowTab = lazy(() => import("./WorkflowTab"));
const AccessDialog = lazy(() => withWords("sharing", import("./sharing/AccessDialog")));
const Ended = lazy(() => withWords("sharing", import("./sharing/Ended")));
const Ending = lazy(() => withWords("sharing", import("./sharing/Ending")));
const NotSaved = lazy(() => withWords("sharing", import("./sharing/NotSaved")));
const ShareDialog = lazy(() => withWords("sharing", import("./sharing/ShareDialog")));
const SharesTab = lazy(() => withWords("sharing", import("./sharing/SharesTab")));

/** One opportunity, whole: quick controls, edit form, timeline, tasks, details. */
export function Detail({ id, close }: { id: string; close: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const { data: o, error, refetch } = useQuery(opportunityQuery(id));
  // What was read before it went is not shown any more.
  const gone = isApiError(error) && error.status === 404;
  const end = useEnd(id, o, gone);
  if (o && end.ended)
    return (
      <div className={c.wrap}>
        <Closer close={close} />
        <Suspense>
          <Ended at={end.at} number={o.number} giver={end.giver} lines={end.lines} close={close} />
        </Suspense>
      </div>
    );
  if (o && !gone)
    return (
      <TypedProvider value={end.kept}>
        <Loaded o={o} close={close} end={end} />
      </TypedProvider>
    );
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

type Tab = "timeline" | "tasks" | "details" | "workflow" | "family" | "shares";

function Loaded({ o, close, end }: { o: Opportunity; close: () => void; end: ReturnType<typeof useEnd> }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow([o.follow_up_at, o.access_ends_at]);
  const tasks = useQuery(tasksQuery(o.id));
  const [editing, setEditing] = useState(false);
  const [opened, setOpened] = useState<"share" | "access" | "delete" | null>(null);
  const { part } = useSearch({ strict: false });
  const [tab, setTab] = useState<Tab>(part ?? "timeline");
  const [event, setEvent] = useState<string | null>(null);
  const title = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another opportunity takes the focus anew
  useEffect(() => {
    const timer = window.setTimeout(() => title.current?.focus({ preventScroll: true }), 60);
    return () => window.clearTimeout(timer);
  }, [o.id]);
  const share = o.may.share ? () => setOpened("share") : undefined;
  useShortcuts({ s: opened ? undefined : share }, { over: true });
  const open = (tasks.data?.items ?? []).filter((x) => !x.done_at).length;
  const show = (next: Tab) => {
    setOpened(null);
    setEditing(false);
    setTab(next);
  };

  return (
    <div className={c.wrap}>
      <Head
        o={o}
        close={close}
        title={title}
        editing={editing}
        onEdit={() => setEditing(!editing)}
        onShare={share}
        onAccess={() => setOpened("access")}
        onDelete={() => setOpened("delete")}
      />

      {(o.excluded || o.level === "view") && (
        <div className={c.marks}>
          {o.excluded && <Chip>{t("card.excluded")}</Chip>}
          {o.level === "view" && <Chip tone="blue">{t("opportunity.read_only")}</Chip>}
        </div>
      )}
      <Suspense>
        {o.access_ends_at && <Ending o={o} end={o.access_ends_at} />}
        {end.refused && <NotSaved at={end.at} lines={end.lines} close={end.dismiss} />}
      </Suspense>
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
          <Tabs
            value={tab}
            onChange={(next) => setTab((next as Tab | null) ?? "timeline")}
            className={c.tabs}
            keepMounted={false}
          >
            <Tabs.List px={20}>
              <Tabs.Tab value="timeline">{t("timeline.title")}</Tabs.Tab>
              <Tabs.Tab
                value="tasks"
                rightSection={open > 0 && <span className={c.count}>{formats.count(open)}</span>}
              >
                {t("tasks.title")}
              </Tabs.Tab>
              <Tabs.Tab value="shares">{t("opportunity.shares")}</Tabs.Tab>
              <Tabs.Tab value="details">{t("details.title")}</Tabs.Tab>
              <Tabs.Tab value="workflow">{t("picture.title")}</Tabs.Tab>
              <Tabs.Tab value="family">{t("family.title")}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="timeline" className={c.panel}>
              <Timeline o={o} now={now} show={event} />
            </Tabs.Panel>
            <Tabs.Panel value="tasks" className={c.panel}>
              <Tasks o={o} now={now} />
            </Tabs.Panel>
            <Tabs.Panel value="shares" className={c.panel}>
              <Suspense fallback={<Skeleton height={92} mt={12} radius="lg" />}>
                <SharesTab o={o} onShare={share} />
              </Suspense>
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
      {opened === "delete" && <DeleteDialog o={o} onClose={() => setOpened(null)} onDone={close} />}
      <Suspense>
        {opened === "share" && (
          <ShareDialog o={o} onClose={() => setOpened(null)} onShared={() => show("shares")} />
        )}
        {opened === "access" && (
          <AccessDialog
            o={o}
            onClose={() => setOpened(null)}
            onEvent={(id) => {
              setEvent(id);
              show("timeline");
            }}
          />
        )}
      </Suspense>
    </div>
  );
}
