import { useEffect, useState } from "react";

let ahead = 0;

/** There is one clock, the server's: what it said last, carried on by ours. */
export function setServerNow(iso: string): void {
  const at = Date.parse(iso);
  if (!Number.isNaN(at)) ahead = at - Date.now();
}

export const serverNow = (): number => Date.now() + ahead;

const TICK = 20_000;

/**
 * The server's time in milliseconds, renewed every 20 s and once more at the nearest of `instants` that is still to
 * come: a follow-up turns red at its very second.
 */
export function useNow(instants: readonly (string | null | undefined)[] = []): number {
  const [now, setNow] = useState(serverNow);
  let next = Number.POSITIVE_INFINITY;
  for (const iso of instants) {
    const at = iso ? Date.parse(iso) : Number.NaN;
    if (at > now && at < next) next = at;
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: `now` renews the timer after each tick
  useEffect(() => {
    const wait = Math.max(0, Math.min(TICK, next - serverNow()));
    const timer = window.setTimeout(() => setNow(Math.max(serverNow(), wait < TICK ? next : 0)), wait);
    return () => window.clearTimeout(timer);
  }, [next, now]);
  return now;
}
