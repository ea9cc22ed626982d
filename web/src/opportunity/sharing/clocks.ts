import { type Style, shortDateTime } from "@/ui/formats";
import { showSame } from "@/ui/zones";

export type Clock = { zone: string; starts: string; ends: string };

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
