import type { LastingBody, Terms } from "./shapes";

export type Unit = "minutes" | "hours" | "days";
/** What a person chose: an amount of time, or an instant as the wall clock shows it. */
export type Lasting =
  | { kind: "for"; amount: number; unit: Unit }
  | { kind: "custom"; amount: number | null; unit: Unit }
  | { kind: "until"; wall: string | null };

const HOUR = 60;
const DAY_MINUTES = 24 * HOUR;
const USUAL: { amount: number; unit: Unit }[] = [
  { amount: 1, unit: "hours" },
  { amount: 1, unit: "days" },
  { amount: 3, unit: "days" },
  { amount: 7, unit: "days" },
  { amount: 90, unit: "days" },
];

export const same = (a: { amount: number; unit: Unit }, b: { amount: number; unit: Unit }): boolean =>
  a.amount === b.amount && a.unit === b.unit;

/** The durations to choose from at once: the usual ones and the organization's own, none above its longest. */
export function choicesOf(
  terms: Pick<Terms, "default_days" | "maximum_days">,
): { amount: number; unit: Unit }[] {
  const own = { amount: terms.default_days, unit: "days" as const };
  const all = USUAL.some((x) => same(x, own)) ? USUAL : [...USUAL, own];
  return all
    .filter((x) => x.unit !== "days" || x.amount <= terms.maximum_days)
    .sort((a, b) => minutesOf(a) - minutesOf(b));
}
const minutesOf = ({ amount, unit }: { amount: number; unit: Unit }): number =>
  unit === "days" ? amount * DAY_MINUTES : unit === "hours" ? amount * HOUR : amount;

/**
 * As it is sent; null where something is missing, "skipped" where a clock change skips the wall time. Days are calendar
 * days of the organization's zone, so they are never turned into hours here.
 */
export function bodyOf(
  lasting: Lasting,
  fromWall: (wall: string) => string | null,
): LastingBody | "skipped" | null {
  if (lasting.kind === "until") {
    if (!lasting.wall) return null;
    const at = fromWall(lasting.wall);
    return at ? { ends_at: at } : "skipped";
  }
  const { amount, unit } = lasting;
  if (amount === null || !Number.isInteger(amount) || amount < 1) return null;
  if (unit === "days") return { days: amount };
  return { minutes: unit === "hours" ? amount * HOUR : amount };
}

/** "1 week" for seven days, "90 days", "1 hour". */
export const wordsOf = ({ amount, unit }: { amount: number; unit: Unit }): { key: string; count: number } =>
  unit === "days" && amount % 7 === 0 && amount < 28
    ? { key: "share.for_weeks", count: amount / 7 }
    : { key: `share.for_${unit}`, count: amount };
