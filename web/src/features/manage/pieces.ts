import type { Schemas } from "@/lib/types";

export const PIECE = 200;

/** One piece after the other; stops between two of them. What was done until then is given back, and stays done. */
export async function inPieces<T, R>(
  pieces: readonly T[],
  run: (piece: T, place: number) => Promise<R>,
  { done, stopped, from = [] }: { done: (so_far: R[]) => void; stopped?: () => boolean; from?: readonly R[] },
): Promise<R[]> {
  const results = [...from];
  for (let place = results.length; place < pieces.length; place += 1) {
    if (stopped?.()) break;
    results.push(await run(pieces[place] as T, place));
    done([...results]);
  }
  return results;
}

/** Why something stays as it is, and what. */
export type Refused = { code: string; reason: string; ids: string[] };
export type Sum = { changed: string[]; incomplete: number; refused: Refused[] };
export type Element = { id: string; code: string | null; reason: string | null };

/** What became of all, by reason, the most frequent first. */
export function sumUp(results: readonly Element[]): Sum {
  const refused = new Map<string, Refused>();
  const changed: string[] = [];
  for (const { id, code, reason } of results) {
    if (!code) {
      changed.push(id);
      continue;
    }
    const key = `${code} ${reason}`;
    const found = refused.get(key) ?? { code, reason: reason ?? "", ids: [] };
    found.ids.push(id);
    refused.set(key, found);
  }
  const all = [...refused.values()].sort((a, b) => b.ids.length - a.ids.length);
  const incomplete = all.filter((r) => r.code === "incomplete").reduce((n, r) => n + r.ids.length, 0);
  return { changed, incomplete, refused: all };
}

/** Of a batch of shares or stops, by the opportunities that they were of. */
export const elementsOf = (
  items: readonly Schemas["SharesBatchItemOut"][],
  ids: readonly string[],
): Element[] =>
  items.map((one) => ({
    id: ids[one.index] ?? "",
    code: one.status === "failed" ? (one.error?.code ?? "failed") : null,
    reason: one.error?.detail ?? null,
  }));
