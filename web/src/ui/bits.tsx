import {
  IconAlertTriangle,
  IconBrandWhatsapp,
  IconCar,
  IconClock,
  IconMail,
  IconMessageCircle,
  IconPhone,
  IconRobot,
  IconTarget,
  IconUserHeart,
  IconWorld,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Ref } from "@/lib/types";
import c from "./bits.module.css";
import { initials, personHue } from "./formats";
import { useFormats } from "./useFormats";

/** A person's initials in their own hue; nobody is a red warning (B4, B7). */
export function PersonAvatar({ person, size = 22 }: { person: Ref | null | undefined; size?: number }) {
  const { t } = useTranslation();
  const box = { width: size, height: size };
  if (!person)
    return (
      <span
        className={c.nobody}
        style={box}
        role="img"
        aria-label={t("common.unassigned")}
        title={t("common.unassigned")}
      >
        <IconAlertTriangle size={size * 0.6} stroke={2} aria-hidden />
      </span>
    );
  return (
    <span
      className={c.avatar}
      style={{ ...box, fontSize: size * 0.41, ["--h" as string]: personHue(person.id) }}
      role="img"
      aria-label={person.name}
      title={person.name}
    >
      {initials(person.name)}
    </span>
  );
}

const CHANNELS = {
  whatsapp: IconBrandWhatsapp,
  sms: IconMessageCircle,
  voice: IconPhone,
  phone: IconPhone,
  email: IconMail,
  web_form: IconWorld,
  lead: IconTarget,
  lead_ads: IconTarget,
  adf: IconCar,
  simulator: IconRobot,
  in_person: IconUserHeart,
} as const;
export const channelKinds = Object.keys(CHANNELS);

export function ChannelIcon({ kind, size = 15 }: { kind: string; size?: number }) {
  const { t } = useTranslation();
  const Icon = CHANNELS[kind as keyof typeof CHANNELS] ?? IconMessageCircle;
  const label = t(`channel.${kind}`, { defaultValue: kind });
  return <Icon size={size} stroke={1.6} role="img" aria-label={label} className={c.channel} />;
}

/** Red once past; `loud` (the quick control) paints every future one yellow, the card only today's. */
export function DueChip({ at, now, loud = false }: { at: string | null; now: number; loud?: boolean }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const words = formats.due(at, now);
  const tone = loud && words.tone === "soon" ? "today" : words.tone;
  return (
    <span className={c.due} data-tone={tone} title={at ? formats.fullTime(at) : undefined}>
      {at && <IconClock size={12} stroke={2} aria-hidden />}
      {t(words.key, words.values)}
    </span>
  );
}

/** Where there is nothing: one line that says what to do. */
export function EmptyState({
  icon,
  title,
  as: Title = "b",
  children,
  action,
}: {
  icon?: ReactNode;
  title: string;
  /** A heading where it is all that the page has. */
  as?: "b" | "h1";
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={c.empty}>
      {icon && <span className={c.emptyIcon}>{icon}</span>}
      <Title>{title}</Title>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

/** A page's heading row; what stands at its end are the page's actions. */
export function PageHead({
  title,
  note,
  children,
}: {
  title: ReactNode;
  note?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <header className={c.pageHead}>
      <h1 className={c.pageTitle}>{title}</h1>
      {note && <span className={c.pageNote}>{note}</span>}
      <span className={c.spacer} />
      {children}
    </header>
  );
}

export function Chip({
  tone = "plain",
  children,
}: {
  tone?: "plain" | "ok" | "warn" | "bad" | "blue" | "accent";
  children: ReactNode;
}) {
  return (
    <span className={c.chip} data-tone={tone}>
      {children}
    </span>
  );
}

/** Handsel's mark: a coin above an open hand, the first money of a sale, taken for luck. */
export function Mark({ size = 24 }: { size?: number }) {
  return <img src="/assets/mark.svg" width={size} height={size} alt="" className={c.mark} />;
}

export function Hidden({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <span id={id} className={c.srOnly}>
      {children}
    </span>
  );
}
