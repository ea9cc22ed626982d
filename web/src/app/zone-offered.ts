import { serverNow } from "@/lib/clock";
import type { Me } from "@/lib/types";
import { showSame } from "@/ui/zones";

const KEPT = "handsel.zone-offered";
const HALF_A_YEAR = 182 * 86_400_000;

export const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
export const rememberOffer = (): void => localStorage.setItem(KEPT, browserZone);

/** Whether this computer's clock shows other times, in winter or summer, and nobody was asked about it on it yet. */
export function isElsewhere(me: Me): boolean {
  if (me.own_time_zone || !browserZone || localStorage.getItem(KEPT) === browserZone) return false;
  const now = serverNow();
  const instants = [now, now + HALF_A_YEAR].map((at) => new Date(at).toISOString());
  return !showSame(browserZone, me.time_zone, instants);
}
