import { useEffect, useState } from "react";

let ahead = 0;

/** There is one clock, the server's: what it said last, carried on by ours. */
export function setServerNow(iso: string): void {
  const at = Date.parse(iso);
  if (!Number.isNaN(at)) ahead = at - Date.now();
}

export const serverNow = (): number => Date.now() + ahead;

const TICK = 20_000;
const JUMP = 2_000;

/** How far the wall clock has moved against the steady one: a sleep of the machine, or a clock that was set. */
const drift = (): number => Date.now() - performance.now();
let steady = drift();
const watchers = new Set<() => void>();
const tickers = new Set<() => void>();

function awake(): void {
  const jumped = Math.abs(drift() - steady) > JUMP;
  steady = drift();
  for (const tick of tickers) tick();
  if (jumped) for (const watcher of watchers) watcher();
}

/** Tells when this machine slept or its clock was set: what the server's clock says is to be asked for anew. */
export function onClockJump(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

if (typeof window !== "undefined") {
  // Timers stand still while a machine sleeps, and crawl in a tab that nobody sees.
  for (const name of ["focus", "pageshow", "online"]) window.addEventListener(name, awake);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && awake());
  window.setInterval(() => Math.abs(drift() - steady) > JUMP && awake(), 5_000);
}

/** Calls back at an instant of the server's clock, never before, also when the machine slept over it. */
export function atInstant(at: number, call: () => void): () => void {
  let timer = 0;
  const look = (): void => {
    window.clearTimeout(timer);
    const left = at - serverNow();
    if (left > 0) timer = window.setTimeout(look, Math.min(left, TICK));
    else {
      tickers.delete(look);
      call();
    }
  };
  tickers.add(look);
  timer = window.setTimeout(look, Math.max(0, Math.min(at - serverNow(), TICK)));
  return () => {
    tickers.delete(look);
    window.clearTimeout(timer);
  };
}

/**
 * The server's time in milliseconds, renewed every 20 s (or `every`), and once more at the nearest of `instants` that is
 * still to come: a follow-up turns red at its very second.
 */
export function useNow(instants: readonly (string | null | undefined)[] = [], { every = TICK } = {}): number {
  const [now, setNow] = useState(serverNow);
  let next = Number.POSITIVE_INFINITY;
  for (const iso of instants) {
    const at = iso ? Date.parse(iso) : Number.NaN;
    if (at > now && at < next) next = at;
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: `now` renews the timer after each tick
  useEffect(() => {
    const at = Math.min(serverNow() + every, next);
    return atInstant(at, () => setNow(Math.max(serverNow(), at)));
  }, [next, now, every]);
  return now;
}
