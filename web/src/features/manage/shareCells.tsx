import { IconApi, IconEye, IconHandClick, IconPencil, IconRobot } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { causeOf } from "@/opportunity/sharing/cause";
import { Face } from "@/opportunity/sharing/GranteeChoice";
import { endsSoon, leftOf, lengthOf, partLeft, standing } from "@/opportunity/sharing/left";
import { Chip } from "@/ui/bits";
import { useFormats } from "@/ui/useFormats";
import type { Share } from "./api";
import cards from "./cards.module.css";
import cells from "./cells.module.css";
import c from "./shares.module.css";

type Shown = { share: Share; now: number };
const SOURCES = { manual: IconHandClick, api: IconApi, automation: IconRobot } as const;
const STATE_TONES = { active: "ok", scheduled: "blue", expired: "plain", stopped: "plain" } as const;

export function useShareWords() {
  const { t } = useTranslation();
  return {
    opportunity: (x: Share) => x.opportunity?.name ?? t("manage.gone", { number: x.number }),
    grantee: (x: Share) => ({
      kind: x.team ? ("team" as const) : ("member" as const),
      id: x.team?.id ?? x.member?.id ?? "",
      name: x.team?.name ?? x.member?.name ?? t("timeline.someone"),
    }),
    giver: (x: Share) =>
      x.given_by?.name ?? t(x.source === "automation" ? "share.an_automation" : "timeline.by_system"),
    source: (x: Share) => x.automation?.name || t(`manage.source_${x.source}`),
    /** Why it ended, or why it never began. */
    cause: (x: Share): string => {
      if (x.failure) return t(`share.failed_${x.failure.code}`, { defaultValue: x.failure.text });
      return causeOf(x, t);
    },
  };
}

export function Grantee({ share }: { share: Share }) {
  const { grantee } = useShareWords();
  const who = grantee(share);
  return (
    <span className={cells.person}>
      <span>
        <Face grantee={who} size={20} />
      </span>
      <span dir="auto" title={who.name}>
        {who.name}
      </span>
    </span>
  );
}

export function Giver({ share }: { share: Share }) {
  const { giver } = useShareWords();
  return (
    <span dir="auto" title={giver(share)}>
      {giver(share)}
    </span>
  );
}

function Instant({ at }: { at: string }) {
  const formats = useFormats();
  return (
    <time dateTime={at} title={formats.fullTime(at)}>
      {formats.briefDateTime(at)}
    </time>
  );
}

export const From = ({ share }: { share: Share }) => (
  <span className={c.from}>
    <Instant at={share.starts_at} />
  </span>
);

const isOpen = (share: Share, now: number): boolean => ["active", "scheduled"].includes(standing(share, now));
const endOf = (share: Share, now: number): string =>
  isOpen(share, now) ? share.ends_at : (share.ended_at ?? share.ends_at);

/** When it ends, and how much of its time is left; of what is over, how long it was, or was meant to be. */
export function Until({ share, now }: Shown) {
  return (
    <span className={c.until}>
      <Instant at={endOf(share, now)} />
      <Left share={share} now={now} />
    </span>
  );
}

function Left({ share, now }: Shown) {
  const { t } = useTranslation();
  const whole = lengthOf(share);
  const length = t(whole.key, { count: whole.count });
  const state = standing(share, now);
  if (state === "expired") return <span className={c.why}>{length}</span>;
  if (!isOpen(share, now)) return <span className={c.why}>{t("share.meant_for", { length })}</span>;
  const waits = state === "scheduled";
  const left = leftOf(Date.parse(share.ends_at), now);
  const tone = waits ? "wait" : endsSoon(share, now) ? "soon" : "live";
  return (
    <span className={c.left} title={length}>
      <span className={c.bar} data-tone={tone} aria-hidden>
        <i style={{ inlineSize: `${Math.max(0.02, partLeft(share, now)) * 100}%` }} />
      </span>
      <b>{waits ? length : t(left.key, { count: left.count, clock: left.clock })}</b>
    </span>
  );
}

export function Access({ share }: { share: Share }) {
  const { t } = useTranslation();
  const Icon = share.access === "modify" ? IconPencil : IconEye;
  return (
    <Chip tone={share.access === "modify" ? "accent" : "plain"}>
      <Icon size={12} aria-hidden />
      {t(`share.access_${share.access}`)}
    </Chip>
  );
}

function StateChip({ share, now }: Shown) {
  const { t } = useTranslation();
  const state = standing(share, now);
  if (state === "processing" || state === "failed") return null;
  return <Chip tone={STATE_TONES[state]}>{t(`share.state_${state}`)}</Chip>;
}

function Status({ share: { status } }: { share: Share }) {
  const { t } = useTranslation();
  const words = t(`manage.request_${status}`);
  return status === "completed" ? (
    <span className={c.why}>{words}</span>
  ) : (
    <Chip tone={status === "failed" ? "bad" : "blue"}>{words}</Chip>
  );
}

function Source({ share }: { share: Share }) {
  const { source } = useShareWords();
  const Icon = SOURCES[share.source];
  return (
    <span className={c.source}>
      <Icon size={13} stroke={1.7} aria-hidden />
      <span dir="auto">{source(share)}</span>
    </span>
  );
}

const Two = ({ children }: { children: ReactNode }) => <span className={c.two}>{children}</span>;

/** Where it stands, and below that why it ended; of a request that failed, why. */
export function State({ share, now }: Shown) {
  const { cause } = useShareWords();
  const why = cause(share);
  return (
    <Two>
      <StateChip share={share} now={now} />
      {why && (
        <span className={c.why} title={why} data-alone={share.failure ? true : undefined}>
          {why}
        </span>
      )}
    </Two>
  );
}

/** What became of the request, and below that how it came. */
export const Request = ({ share }: { share: Share }) => (
  <Two>
    <Status share={share} />
    <Source share={share} />
  </Two>
);

/** All that the table has of it, on a phone. */
export function ShareCardBody({ share, now }: Shown) {
  const { t } = useTranslation();
  const { giver, cause } = useShareWords();
  const why = cause(share);
  return (
    <>
      <span className={cards.line}>
        <Grantee share={share} />
        <Access share={share} />
        <StateChip share={share} now={now} />
      </span>
      <span className={c.span}>
        <span>
          <Instant at={share.starts_at} /> – <Instant at={endOf(share, now)} />
        </span>
        <Left share={share} now={now} />
      </span>
      {why && <span className={c.cause}>{why}</span>}
      <span className={cards.line}>
        {t("manage.by_name", { name: giver(share) })}
        <Source share={share} />
        <Status share={share} />
      </span>
    </>
  );
}
