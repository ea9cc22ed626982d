import { type Style, shortDateTime, toWall } from "@/ui/formats";

export type Clock = { zone: string; starts: string; ends: string };

/** "Mexico City" for America/Mexico_City. */
export const cityOf = (zone: string): string => (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");

/** Whether two clocks show the same at these instants. */
export const showSame = (a: string, b: string, instants: readonly string[]): boolean =>
  a === b || instants.every((iso) => toWall(iso, a) === toWall(iso, b));

/** When it starts and ends by each clock; one alone where all show the same. */
export function clocksOf(
  span: { starts_at: string; ends_at: string },
  zones: readonly (string | null)[],
  locale: Style["locale"],
): Clock[] {
  const instants = [span.starts_at, span.ends_at];
  const kept: string[] = [];
  for (const zone of zones)
    if (zone && !kept.some((other) => showSame(zone, other, instants))) kept.push(zone);
  return kept.map((zone) => ({
    zone,
    starts: shortDateTime(span.starts_at, { locale, zone }),
    ends: shortDateTime(span.ends_at, { locale, zone }),
  }));
}
