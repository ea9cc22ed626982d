import { fromWall, toWall } from "@/ui/formats";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The follow-ups people choose most, as instants; "9:00" is nine o'clock in `zone`. */
export function shortcutTimes(now: number, zone: string): { key: string; at: string }[] {
  const today = Date.parse(`${toWall(new Date(now).toISOString(), zone).slice(0, 10)}T00:00:00Z`);
  const atNine = (days: number): string => {
    const day = new Date(today + days * DAY).toISOString().slice(0, 10);
    return fromWall(`${day} 09:00:00`, zone) ?? new Date(today + days * DAY).toISOString();
  };
  const toMonday = (8 - new Date(today).getUTCDay()) % 7 || 7;
  const inAnHour = new Date(Math.ceil((now + HOUR) / 60_000) * 60_000).toISOString().replace(".000Z", "Z");
  return [
    { key: "in_1_hour", at: inAnHour },
    { key: "tomorrow", at: atNine(1) },
    { key: "monday", at: atNine(toMonday) },
    { key: "in_1_week", at: atNine(7) },
  ];
}
