import { useEffect, useRef, useState } from "react";
import { isChanged } from "@/opportunity/boards";
import { steady } from "./steady";

const FLASH = 1_700;

/**
 * Rows in a steady order: once somebody is at them they keep it, also after that, until `release` shows them as the server
 * orders them now, or another list is asked for. `passing` rows are those of the list before.
 */
export function useSteady<R extends { id: string }>(
  fresh: readonly R[],
  { list, hold, passing }: { list: string; hold: boolean; passing: boolean },
): { rows: readonly R[]; waiting: boolean; release: () => void } {
  const [released, setReleased] = useState(0);
  const known = useRef<{ list: string; ids: readonly string[]; waiting: boolean }>({
    list: "",
    ids: [],
    waiting: false,
  });
  const name = `${list} ${released}`;
  const { list: before, ids, waiting } = known.current;
  const held = (hold || waiting) && before === name;
  const shown = held ? steady(ids, fresh, (row) => row.id) : { rows: [...fresh], waiting: false };
  known.current = {
    list: passing ? "" : name,
    ids: shown.rows.map((row) => row.id),
    waiting: shown.waiting,
  };
  return { ...shown, release: () => setReleased((n) => n + 1) };
}

/** Rows that others changed while they were shown: they light up once. */
export function useFlashes(
  rows: readonly { id: string; revision: number }[],
  list: string,
): ReadonlySet<string> {
  const [lit, setLit] = useState<ReadonlySet<string>>(new Set());
  const before = useRef<{ list: string; revisions: ReadonlyMap<string, number> }>({
    list: "",
    revisions: new Map(),
  });
  useEffect(() => {
    const old = before.current;
    const revisions = new Map(rows.map((row) => [row.id, row.revision]));
    before.current = { list, revisions };
    if (old.list !== list) return;
    const now = rows.filter((row) => isChanged(row.id) && (old.revisions.get(row.id) ?? 0) < row.revision);
    if (now.length === 0) return;
    const ids = now.map((row) => row.id);
    setLit((known) => new Set([...known, ...ids]));
    window.setTimeout(() => setLit((known) => new Set([...known].filter((id) => !ids.includes(id)))), FLASH);
  }, [rows, list]);
  return lit;
}

/** Asks anew some time after something has changed, but never twice in a moment. */
export function useAgain(changes: number, again: () => unknown, every = 1_200): void {
  const last = useRef({ changes, at: 0 });
  const latest = useRef(again);
  latest.current = again;
  useEffect(() => {
    if (last.current.changes === changes) return;
    const wait = Math.max(0, last.current.at + every - performance.now());
    const timer = window.setTimeout(() => {
      last.current = { changes, at: performance.now() };
      latest.current();
    }, wait);
    return () => window.clearTimeout(timer);
  }, [changes, every]);
}
