/**
 * Rows read anew, under somebody's pointer: who is shown keeps their place and shows what is new about them, who is gone is
 * gone, and who belongs between them waits. `waiting` says that the order on the server is another one by now.
 */
export function steady<R>(
  shown: readonly string[],
  fresh: readonly R[],
  keyOf: (row: R) => string,
): { rows: R[]; waiting: boolean } {
  const now = new Map(fresh.map((row) => [keyOf(row), row]));
  const known = new Set(shown);
  const kept = shown.flatMap((id) => now.get(id) ?? []);
  let end = fresh.length;
  while (end > 0 && !known.has(keyOf(fresh[end - 1] as R))) end -= 1;
  const below = fresh.slice(end);
  const rows = [...kept, ...below];
  return { rows, waiting: rows.length !== fresh.length || rows.some((row, i) => row !== fresh[i]) };
}
