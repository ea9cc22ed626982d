const DAY = 86_400_000;
const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();

function number(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options);
  let found = numbers.get(key);
  if (!found) {
    found = new Intl.NumberFormat(locale, options);
    numbers.set(key, found);
  }
  return found;
}

function date(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let found = dates.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, options);
    dates.set(key, found);
  }
  return found;
}

/** What decides how a value is written: the reader's language and the reader's zone. */
export type Style = { locale: string; zone: string };

/** An amount with its currency's own digits; whole amounts without them. Nothing is rounded: `amount` is exact text. */
export function money(amount: string, currency: string, { locale }: Pick<Style, "locale">): string {
  const options: Intl.NumberFormatOptions = {
    style: "currency",
    currency,
    trailingZeroDisplay: "stripIfInteger",
  };
  try {
    // A string keeps its digits where a float would not; the types know only numbers.
    return number(locale, options).format(amount as unknown as number);
  } catch {
    return `${amount} ${currency}`;
  }
}

/** A sum, to three significant figures: "$1.24M". */
export function sum(amount: string, currency: string, { locale }: Pick<Style, "locale">): string {
  const options: Intl.NumberFormatOptions = {
    style: "currency",
    currency,
    notation: "compact",
    maximumSignificantDigits: 3,
    trailingZeroDisplay: "stripIfInteger",
  };
  try {
    return number(locale, options).format(Number(amount));
  } catch {
    return `${amount} ${currency}`;
  }
}

export const count = (value: number, { locale }: Pick<Style, "locale">): string =>
  number(locale, {}).format(value);

export const percent = (share: number, { locale }: Pick<Style, "locale">): string =>
  number(locale, { style: "percent", maximumFractionDigits: 0 }).format(share);

/** How many digits after the point a currency has: 2 for EUR, 0 for JPY. */
export function scaleOf(currency: string): number {
  try {
    return number("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** The sign people write: €, $, kr. */
export function signOf(currency: string, { locale }: Pick<Style, "locale">): string {
  try {
    const parts = number(locale, {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
    }).formatToParts(0);
    return parts.find((p) => p.type === "currency")?.value ?? currency;
  } catch {
    return currency;
  }
}

const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;

/** Milliseconds that the zone's wall clock is ahead of UTC at an instant. */
export function offsetAt(at: number, zone: string): number {
  const parts = date("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const n = (type: string) => Number(parts.find((p) => p.type === type)?.value);
  const wall = Date.UTC(n("year"), n("month") - 1, n("day"), n("hour"), n("minute"), n("second"));
  return wall - Math.floor(at / 1000) * 1000;
}

/** The day that the zone's calendar shows at an instant, counted from 1970. */
export const dayOf = (at: number, zone: string): number => Math.floor((at + offsetAt(at, zone)) / DAY);

/** An instant as the zone's wall clock shows it: "2026-11-21 14:30:00", what the date pickers speak. */
export function toWall(iso: string, zone: string): string {
  const at = Date.parse(iso);
  return new Date(at + offsetAt(at, zone)).toISOString().slice(0, 19).replace("T", " ");
}

/**
 * The instant of a wall time in the zone, or null when a clock change skips it; of a time that comes twice, the first
 * (I10).
 */
export function fromWall(wall: string, zone: string): string | null {
  const naive = Date.parse(`${wall.replace(" ", "T")}Z`);
  if (Number.isNaN(naive)) return null;
  const tries = new Set([naive - DAY, naive + DAY].map((near) => naive - offsetAt(near, zone)));
  const found = [...tries].filter((at) => at + offsetAt(at, zone) === naive).sort((a, b) => a - b)[0];
  return found === undefined ? null : new Date(found).toISOString().replace(".000Z", "Z");
}

export type Words = { key: string; values: Record<string, unknown> };
export type Due = { tone: "late" | "today" | "soon" | "none" } & Words;

/** A follow-up in words a person scans: late ones say how late, near ones say the hour. */
export function due(iso: string | null, now: number, style: Style): Due {
  if (!iso) return { tone: "none", key: "due.none", values: {} };
  const at = Date.parse(iso);
  const days = dayOf(at, style.zone) - dayOf(now, style.zone);
  const time = date(style.locale, { ...clock, timeZone: style.zone }).format(at);
  if (at <= now)
    return days === 0
      ? { tone: "late", key: "due.late_today", values: { time } }
      : { tone: "late", key: "due.late_days", values: { count: -days } };
  if (days === 0) return { tone: "today", key: "due.today_at", values: { time } };
  if (days === 1) return { tone: "soon", key: "due.tomorrow_at", values: { time } };
  const day = date(style.locale, {
    timeZone: style.zone,
    ...(days < 7 ? { weekday: "short" } : dayMonth(at, now)),
  });
  return { tone: "soon", key: days < 7 ? "due.day_at" : "due.day", values: { day: day.format(at), time } };
}

const dayMonth = (at: number, now: number): Intl.DateTimeFormatOptions =>
  Math.abs(at - now) > 300 * DAY
    ? { day: "numeric", month: "short", year: "numeric" }
    : { day: "numeric", month: "short" };

/** "Today 14:30", "Yesterday 09:00", "3 Nov 10:15": how an event in the past is dated. */
export function when(iso: string, now: number, style: Style): Words {
  const at = Date.parse(iso);
  const days = dayOf(at, style.zone) - dayOf(now, style.zone);
  const time = date(style.locale, { ...clock, timeZone: style.zone }).format(at);
  if (days === 0) return { key: "when.today", values: { time } };
  if (days === -1) return { key: "when.yesterday", values: { time } };
  const day = date(style.locale, { timeZone: style.zone, ...dayMonth(at, now) }).format(at);
  return { key: "when.day", values: { day, time } };
}

/** Everything about an instant, for a hover: weekday, date, time and zone. */
export const fullTime = (iso: string, { locale, zone }: Style): string =>
  date(locale, { dateStyle: "full", timeStyle: "short", timeZone: zone }).format(Date.parse(iso));

/** The same to the second, where that is what is asked about. */
export const exactTime = (iso: string, { locale, zone }: Style): string =>
  date(locale, { dateStyle: "full", timeStyle: "medium", timeZone: zone }).format(Date.parse(iso));

/** With its year where that is another than this one: "until Feb 20" would be read as the last one or the next one. */
export const shortDateTime = (iso: string, style: Style): string => dated(iso, style, { weekday: "short" });
/** The same where there is less room. */
export const briefDateTime = (iso: string, style: Style): string => dated(iso, style, {});

function dated(iso: string, { locale, zone }: Style, more: Intl.DateTimeFormatOptions): string {
  const at = Date.parse(iso);
  const yearOf = date("en", { year: "numeric", timeZone: zone });
  const year = yearOf.format(at) === yearOf.format(Date.now()) ? undefined : "numeric";
  return date(locale, {
    ...more,
    day: "numeric",
    month: "short",
    year,
    ...clock,
    timeZone: zone,
  }).format(at);
}

export const calendarDate = (iso: string, { locale, zone }: Style): string =>
  date(locale, { dateStyle: "medium", timeZone: zone }).format(Date.parse(iso));

/** A date without a time, as stored ("2026-11-21"); no zone can move it. */
export const plainDate = (day: string, { locale }: Pick<Style, "locale">): string =>
  date(locale, { dateStyle: "medium", timeZone: "UTC" }).format(Date.parse(`${day}T00:00:00Z`));

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return ends
    .map((w) => [...(w ?? "")][0] ?? "")
    .join("")
    .toLocaleUpperCase();
}

const HUES = [255, 205, 165, 25, 330, 285, 190, 45, 130, 305];

/** A calm hue per person, the same everywhere. */
export function personHue(id: string): number {
  let hash = 0;
  for (const c of id) hash = (hash * 31 + c.charCodeAt(0)) >>> 0;
  return HUES[hash % HUES.length] ?? 255;
}
