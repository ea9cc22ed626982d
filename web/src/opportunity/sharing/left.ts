import type { Share } from "./shapes";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** From when on the seconds are counted. */
export const NEAR = 10 * MINUTE;

export type Standing = "processing" | "failed" | "scheduled" | "active" | "expired" | "stopped";
type Timed = Pick<Share, "status" | "state" | "starts_at" | "ends_at">;

/** Where a share stands at an instant: begins and ends by itself, whatever the server said last. */
export function standing(share: Timed, now: number): Standing {
  if (share.status !== "completed") return share.status;
  if (share.state === "stopped" || share.state === "expired") return share.state;
  if (now >= Date.parse(share.ends_at)) return "expired";
  return now >= Date.parse(share.starts_at) ? "active" : "scheduled";
}
export const isLive = (share: Timed, now: number): boolean =>
  ["processing", "scheduled", "active"].includes(standing(share, now));

/** Which part of its time is left, from 1 at the start to 0 at the end. */
export function partLeft(share: Pick<Share, "starts_at" | "ends_at">, now: number): number {
  const [start, end] = [Date.parse(share.starts_at), Date.parse(share.ends_at)];
  if (now <= start) return 1;
  return Math.max(0, (end - now) / Math.max(1, end - start));
}

/** What is left, in the unit that people would use; near the end by the second. */
export function leftOf(end: number, now: number): { key: string; count: number; clock?: string } {
  const ms = Math.max(0, end - now);
  if (ms <= NEAR) {
    const seconds = Math.ceil(ms / SECOND);
    const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    return { key: "share.left_clock", count: seconds, clock };
  }
  const [minutes, hours] = [Math.round(ms / MINUTE), Math.round(ms / HOUR)];
  if (minutes < 120) return { key: "share.left_minutes", count: minutes };
  if (hours < 48) return { key: "share.left_hours", count: hours };
  return { key: "share.left_days", count: Math.round(ms / DAY) };
}

/** For how long it is shared, in the words of the choice; a day may have an hour more or less where the clocks change. */
export function lengthOf(share: Pick<Share, "starts_at" | "ends_at">): { key: string; count: number } {
  const ms = Date.parse(share.ends_at) - Date.parse(share.starts_at);
  const days = Math.round(ms / DAY);
  if (days >= 1 && (ms >= 2 * DAY || Math.abs(ms - days * DAY) <= HOUR))
    return { key: "share.for_days", count: days };
  if (ms % HOUR === 0) return { key: "share.for_hours", count: ms / HOUR };
  return { key: "share.for_minutes", count: Math.max(1, Math.round(ms / MINUTE)) };
}

/** What of a share is soon over: the last quarter, but a day at most, as the warning has it. */
export const endsSoon = (share: Pick<Share, "starts_at" | "ends_at">, now: number): boolean => {
  const [start, end] = [Date.parse(share.starts_at), Date.parse(share.ends_at)];
  return end - now <= Math.min(DAY, (end - start) / 4);
};
