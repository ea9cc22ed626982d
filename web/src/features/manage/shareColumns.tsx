import { ActionIcon, Button, Popover, Tooltip } from "@mantine/core";
import {
  IconApi,
  IconClockPlus,
  IconEye,
  IconHandClick,
  IconPencil,
  IconPlayerStop,
  IconRobot,
} from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStop } from "@/opportunity/sharing/api";
import { Face } from "@/opportunity/sharing/GranteeChoice";
import { endsSoon, isLive, leftOf, partLeft, standing } from "@/opportunity/sharing/left";
import { MoreTimeForm } from "@/opportunity/sharing/MoreTimeForm";
import { Longer } from "@/opportunity/sharing/ShareRow";
import { announce } from "@/ui/announce";
import { Chip } from "@/ui/bits";
import { useFormats } from "@/ui/useFormats";
import type { Share } from "./api";
import cards from "./cards.module.css";
import cells from "./cells.module.css";
import type { GridColumn } from "./Grid";
import c from "./shares.module.css";

const SOURCES = { manual: IconHandClick, api: IconApi, automation: IconRobot } as const;
const STATE_TONES = { active: "ok", scheduled: "blue", expired: "plain", stopped: "plain" } as const;
const REQUEST_TONES = { completed: "plain", processing: "blue", failed: "bad" } as const;

function useWords() {
  const { t } = useTranslation();
  return {
    grantee: (x: Share) => ({
      kind: x.team ? ("team" as const) : ("member" as const),
      id: x.team?.id ?? x.member?.id ?? "",
      name: x.team?.name ?? x.member?.name ?? t("timeline.someone"),
    }),
    giver: (x: Share) =>
      x.given_by?.name ?? t(x.source === "automation" ? "share.an_automation" : "timeline.by_system"),
    source: (x: Share) => x.automation?.name || t(`manage.source_${x.source}`),
    failure: (x: Share) => x.failure && t(`share.failed_${x.failure.code}`, { defaultValue: x.failure.text }),
    cause: (x: Share): string => {
      if (!x.cause) return "";
      if (x.cause === "never_started") return t("share.never_started");
      if (x.cause === "stopped" && x.stopped_by)
        return t("share.cause_stopped_by", { name: x.stopped_by.name });
      return t(`share.cause_${x.cause}`, { defaultValue: x.cause });
    },
  };
}

function Grantee({ share }: { share: Share }) {
  const { grantee } = useWords();
  const who = grantee(share);
  return (
    <span className={cells.person}>
      <span>
        <Face grantee={who} size={20} />
      </span>
      <span dir="auto">{who.name}</span>
    </span>
  );
}

/** When it ends, and how much of its time is left. */
function Until({ share, now }: { share: Share; now: number }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const state = standing(share, now);
  const live = state === "active" || state === "scheduled";
  const end = live ? share.ends_at : (share.ended_at ?? share.ends_at);
  const left = leftOf(Date.parse(share.ends_at), now);
  const tone = state === "scheduled" ? "wait" : endsSoon(share, now) ? "soon" : "live";
  const part = live ? Math.max(0.02, partLeft(share, now)) : 0;
  return (
    <span className={c.until}>
      <span className={c.untilWords}>
        <time dateTime={end} title={formats.fullTime(end)}>
          {formats.shortDateTime(end)}
        </time>
        {state === "active" && <b>{t(left.key, { count: left.count, clock: left.clock })}</b>}
      </span>
      {share.status === "completed" && (
        <span className={c.bar} data-tone={live ? tone : "over"} aria-hidden>
          <i style={{ inlineSize: `${part * 100}%` }} />
        </span>
      )}
    </span>
  );
}

function State({ share, now }: { share: Share; now: number }) {
  const { t } = useTranslation();
  const state = standing(share, now);
  if (state === "processing" || state === "failed") return null;
  return <Chip tone={STATE_TONES[state]}>{t(`share.state_${state}`)}</Chip>;
}

function Request({ share }: { share: Share }) {
  const { t } = useTranslation();
  const { failure } = useWords();
  return (
    <span className={c.request} title={failure(share) ?? undefined}>
      <Chip tone={REQUEST_TONES[share.status]}>{t(`manage.request_${share.status}`)}</Chip>
      {failure(share)}
    </span>
  );
}

function Source({ share }: { share: Share }) {
  const { source } = useWords();
  const Icon = SOURCES[share.source];
  return (
    <span className={cells.person}>
      <Icon size={15} stroke={1.7} aria-hidden className={c.icon} />
      <span dir="auto">{source(share)}</span>
    </span>
  );
}

function Access({ share }: { share: Share }) {
  const { t } = useTranslation();
  const Icon = share.access === "modify" ? IconPencil : IconEye;
  return (
    <Chip tone={share.access === "modify" ? "accent" : "plain"}>
      <Icon size={12} aria-hidden />
      {t(`share.access_${share.access}`)}
    </Chip>
  );
}

/** More time for it, or its end: what its reader may do about it. `small`: as marks, in a row. */
export function ShareActs({ share, now, small = false }: { share: Share; now: number; small?: boolean }) {
  const { t } = useTranslation();
  const { grantee } = useWords();
  const o = { id: share.opportunity?.id ?? "" };
  const stop = useStop(o.id);
  const { name } = grantee(share);
  const what = share.may.extend ? "extend" : share.may.ask && !share.more_time ? "ask" : null;
  if (!isLive(share, now) || !(share.may.stop || what)) return null;
  const end = () => stop.mutate(share.id, { onSuccess: () => announce(t("share.stopped_with", { name })) });
  const label = t("share.stop_with", { name });
  if (small)
    return (
      <span className={c.acts}>
        {what && <MoreTime o={o} share={share} what={what} />}
        {share.may.stop && (
          <Tooltip label={label}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={30}
              loading={stop.isPending}
              aria-label={label}
              onClick={end}
            >
              <IconPlayerStop size={17} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        )}
      </span>
    );
  return (
    <span className={c.acts}>
      {what && <Longer o={o} share={share} terms={undefined} what={what} />}
      {share.may.stop && (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlayerStop size={14} aria-hidden />}
          loading={stop.isPending}
          aria-label={label}
          onClick={end}
        >
          {t("share.stop")}
        </Button>
      )}
    </span>
  );
}

function MoreTime({ o, share, what }: { o: { id: string }; share: Share; what: "extend" | "ask" }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const label = t(what === "ask" ? "share.ask" : "share.extend");
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={340}
      shadow="md"
      radius="lg"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <Tooltip label={label} disabled={opened}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={30}
            aria-label={label}
            onClick={() => setOpened(!opened)}
          >
            <IconClockPlus size={17} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <MoreTimeForm o={o} share={share} terms={undefined} what={what} onDone={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

export function useShareColumns(now: number): GridColumn<Share>[] {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the language changes what t says
  return useMemo(
    () => [
      {
        key: "opportunity",
        label: t("manage.opportunity"),
        width: 180,
        cell: (x) =>
          x.opportunity?.name ?? (
            <span className={cells.quiet}>{t("manage.gone", { number: x.number })}</span>
          ),
      },
      { key: "with", label: t("manage.with"), width: 144, cell: (x) => <Grantee share={x} /> },
      { key: "by", label: t("manage.given_by"), width: 120, cell: (x) => <Giver share={x} /> },
      { key: "access", label: t("manage.access"), width: 152, cell: (x) => <Access share={x} /> },
      {
        key: "from",
        label: t("manage.from"),
        width: 150,
        sort: { key: "starts", descending: true },
        cell: (x) => (
          <time dateTime={x.starts_at} title={formats.fullTime(x.starts_at)}>
            {formats.shortDateTime(x.starts_at)}
          </time>
        ),
      },
      {
        key: "until",
        label: t("manage.until"),
        width: 248,
        sort: { key: "ends", descending: false },
        cell: (x) => <Until share={x} now={now} />,
      },
      { key: "state", label: t("manage.state"), width: 116, cell: (x) => <State share={x} now={now} /> },
      { key: "request", label: t("manage.request"), width: 190, cell: (x) => <Request share={x} /> },
      { key: "cause", label: t("manage.cause"), width: 180, cell: (x) => <Cause share={x} /> },
      { key: "source", label: t("manage.source"), width: 130, cell: (x) => <Source share={x} /> },
      {
        key: "asked",
        label: t("manage.asked"),
        width: 140,
        sort: { key: "asked", descending: true },
        cell: (x) => (
          <time className={cells.quiet} dateTime={x.asked_at} title={formats.fullTime(x.asked_at)}>
            {formats.when(x.asked_at, now)}
          </time>
        ),
      },
      {
        key: "acts",
        label: t("manage.actions"),
        acts: true,
        width: 92,
        align: "end",
        cell: (x) => <ShareActs share={x} now={now} small />,
      },
    ],
    [t, i18n.language, formats, now],
  );
}

function Giver({ share }: { share: Share }) {
  const { giver } = useWords();
  return <span dir="auto">{giver(share)}</span>;
}
function Cause({ share }: { share: Share }) {
  const { cause } = useWords();
  return (
    <span className={cells.quiet} title={cause(share)}>
      {cause(share)}
    </span>
  );
}

/** What tells most of a share, on a phone. */
export function ShareCardBody({ share, now }: { share: Share; now: number }) {
  const { t } = useTranslation();
  const { giver, cause, failure } = useWords();
  const why = failure(share) ?? cause(share);
  return (
    <>
      <span className={cards.line}>
        <Grantee share={share} />
        <Access share={share} />
        <State share={share} now={now} />
        {share.status !== "completed" && <Request share={{ ...share, failure: null }} />}
      </span>
      {share.status !== "failed" && <Until share={share} now={now} />}
      <span className={cards.line}>
        {t(`share.by_${share.source}`, { name: share.automation?.name || giver(share) })}
        {why && ` · ${why}`}
      </span>
    </>
  );
}
