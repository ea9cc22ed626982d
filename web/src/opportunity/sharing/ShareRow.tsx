import { Button, Popover } from "@mantine/core";
import { IconClockPlus, IconEye, IconPencil, IconPlayerStop } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Opportunity } from "@/lib/types";
import { announce } from "@/ui/announce";
import { Chip } from "@/ui/bits";
import { useFormats } from "@/ui/useFormats";
import { useDecline, useExtend, useStop } from "./api";
import { causeOf } from "./cause";
import { Face } from "./GranteeChoice";
import { endsSoon, isLive, leftOf, partLeft, type Standing, standing } from "./left";
import { MoreTimeForm } from "./MoreTimeForm";
import type { Share, Terms } from "./shapes";
import c from "./shares.module.css";

const TONE: Record<Standing, "plain" | "ok" | "warn" | "bad" | "blue"> = {
  processing: "blue",
  failed: "bad",
  scheduled: "blue",
  active: "ok",
  expired: "plain",
  stopped: "plain",
};

/** What is left of a share's time, as a bar and in words; one that has not begun is whole. */
export function LeftBar({ share, now }: { share: Share; now: number }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const state = standing(share, now);
  const left = leftOf(Date.parse(share.ends_at), now);
  const words =
    state === "scheduled"
      ? t("share.begins", { time: formats.shortDateTime(share.starts_at) })
      : t(left.key, { count: left.count, clock: left.clock });
  const tone = state === "scheduled" ? "wait" : endsSoon(share, now) ? "soon" : "live";
  return (
    <div className={c.left}>
      <span className={c.bar} data-tone={tone} aria-hidden>
        <i style={{ inlineSize: `${Math.max(1.5, partLeft(share, now) * 100)}%` }} />
      </span>
      <span className={c.leftWords}>
        <b>{words}</b>
        <time dateTime={share.ends_at} title={formats.fullTime(share.ends_at)}>
          {state === "scheduled"
            ? t("share.until", { time: formats.briefDateTime(share.ends_at) })
            : t("share.was", {
                from: formats.briefDateTime(share.starts_at),
                until: formats.briefDateTime(share.ends_at),
              })}
        </time>
      </span>
    </div>
  );
}

/** One share: with whom, by whom, to do what, how long still; and what may be done about it. */
export function ShareRow({
  o,
  share,
  now,
  terms,
}: {
  o: Opportunity;
  share: Share;
  now: number;
  terms: Terms | undefined;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const stop = useStop(o.id);
  const state = standing(share, now);
  const live = isLive(share, now);
  const grantee = share.team
    ? { kind: "team" as const, ...share.team }
    : {
        kind: "member" as const,
        id: share.member?.id ?? "",
        name: share.member?.name ?? t("timeline.someone"),
      };
  const giver =
    share.automation?.name ??
    share.given_by?.name ??
    t(share.source === "automation" ? "share.an_automation" : "timeline.by_system");
  return (
    <li className={c.row} data-state={state} data-testid={`share-${share.id}`}>
      <div className={c.top}>
        <Face grantee={grantee} size={32} />
        <div className={c.who}>
          <b dir="auto">{grantee.name}</b>
          <span>
            {t(`share.by_${share.source}`, { name: giver })} · {formats.when(share.asked_at, now)}
          </span>
        </div>
        <span className={c.marks}>
          <Chip tone={share.access === "modify" ? "accent" : "plain"}>
            {share.access === "modify" ? (
              <IconPencil size={12} aria-hidden />
            ) : (
              <IconEye size={12} aria-hidden />
            )}
            {t(`share.access_${share.access}`)}
          </Chip>
          <Chip tone={TONE[state]}>{t(`share.state_${state}`)}</Chip>
        </span>
      </div>
      {(state === "active" || state === "scheduled") && <LeftBar share={share} now={now} />}
      {(state === "processing" || state === "failed") && (
        <p className={c.was}>
          {t("share.from_until", {
            starts: formats.briefDateTime(share.starts_at),
            ends: formats.briefDateTime(share.ends_at),
          })}
        </p>
      )}
      {state === "failed" && share.failure && (
        <p className={c.why}>
          {t(`share.failed_${share.failure.code}`, { defaultValue: share.failure.text })}
        </p>
      )}
      {(state === "expired" || state === "stopped") && <Ended share={share} />}
      {live && share.more_time && <Asked o={o} share={share} />}
      {live && (share.may.extend || share.may.stop || share.may.ask) && (
        <div className={c.acts}>
          {share.may.ask && !share.may.extend && !share.more_time && (
            <Longer o={o} share={share} terms={terms} what="ask" />
          )}
          {share.may.extend && <Longer o={o} share={share} terms={terms} what="extend" />}
          {share.may.stop && (
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<IconPlayerStop size={14} aria-hidden />}
              loading={stop.isPending}
              aria-label={t("share.stop_with", { name: grantee.name })}
              onClick={() =>
                stop.mutate(share.id, {
                  onSuccess: () => announce(t("share.stopped_with", { name: grantee.name })),
                })
              }
            >
              {t("share.stop")}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

/** From when to when it was, and why it ended. */
function Ended({ share }: { share: Share }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const at = share.ended_at ?? share.ends_at;
  return (
    <p className={c.was}>
      {share.cause === "never_started"
        ? causeOf(share, t)
        : t("share.was", {
            from: formats.shortDateTime(share.starts_at),
            until: formats.shortDateTime(at),
          })}{" "}
      {share.cause && share.cause !== "never_started" && <>· {causeOf(share, t)}</>}
    </p>
  );
}

/** Somebody asked for more time: to be given or declined by who may, to be waited for by who asked. */
function Asked({ o, share }: { o: Opportunity; share: Share }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const extend = useExtend(o.id);
  const decline = useDecline(o.id);
  const asked = share.more_time;
  if (!asked) return null;
  const until = formats.shortDateTime(asked.until);
  return (
    <div className={c.asked}>
      <p>
        <IconClockPlus size={15} stroke={1.8} aria-hidden />
        <span>
          {share.may.extend
            ? t("share.asks", { name: asked.by?.name ?? share.member?.name ?? share.team?.name, time: until })
            : t("share.you_asked", { time: until })}
          {asked.note && <q dir="auto">{asked.note}</q>}
        </span>
      </p>
      {share.may.extend && (
        <div className={c.acts}>
          <Button
            size="compact-sm"
            loading={extend.isPending}
            onClick={() => extend.mutate({ share_id: share.id, body: { ends_at: asked.until } })}
          >
            {t("share.grant")}
          </Button>
          <Button
            variant="default"
            size="compact-sm"
            loading={decline.isPending}
            onClick={() => decline.mutate(share.id)}
          >
            {t("share.decline")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** More time: given by who may, asked for by who has it. */
export function Longer({
  o,
  share,
  terms,
  what,
  primary = false,
}: {
  o: Pick<Opportunity, "id">;
  share: Share;
  terms: Terms | undefined;
  what: "extend" | "ask";
  primary?: boolean;
}) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      width={340}
      shadow="md"
      radius="lg"
      trapFocus
      withinPortal
    >
      <Popover.Target>
        <Button
          variant={primary ? "light" : "default"}
          size="compact-sm"
          leftSection={<IconClockPlus size={14} aria-hidden />}
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          {t(what === "ask" ? "share.ask" : "share.extend")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t(what === "ask" ? "share.ask" : "share.extend")}>
        <MoreTimeForm o={o} share={share} terms={terms} what={what} onDone={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}
