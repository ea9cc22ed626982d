/** Which rows are chosen, where a range began, and which row the arrow keys stand on. */
export type Selection = { ids: ReadonlySet<string>; anchor: string | null; at: string | null };
export const NOTHING: Selection = { ids: new Set(), anchor: null, at: null };

/** The arrow keys move on; what is chosen stays. */
export const standOn = (selection: Selection, id: string): Selection => ({ ...selection, at: id });

export function toggle(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: id, at: id };
}

/** From where the range began to there, as the rows stand now; what was chosen elsewhere stays. */
export function extend(selection: Selection, rows: readonly string[], to: string): Selection {
  const from = selection.anchor ?? selection.at ?? to;
  const [a, b] = [rows.indexOf(from), rows.indexOf(to)];
  if (b < 0) return selection;
  const old = rows.indexOf(selection.at ?? from);
  const before = a < 0 || old < 0 ? [] : rows.slice(Math.min(a, old), Math.max(a, old) + 1);
  const range = a < 0 ? [to] : rows.slice(Math.min(a, b), Math.max(a, b) + 1);
  // The range is drawn anew from its beginning: what it leaves is not chosen any more.
  const kept = [...selection.ids].filter((id) => !before.includes(id));
  return { ids: new Set([...kept, ...range]), anchor: a < 0 ? to : from, at: to };
}

export const chooseAll = (selection: Selection, rows: readonly string[]): Selection => ({
  ...selection,
  ids: new Set([...selection.ids, ...rows]),
});

export const chooseNone = (selection: Selection): Selection => ({
  ids: new Set(),
  anchor: null,
  at: selection.at,
});

/** What is gone can't be chosen. */
export function without(selection: Selection, gone: readonly string[]): Selection {
  if (!gone.some((id) => selection.ids.has(id))) return selection;
  return { ...selection, ids: new Set([...selection.ids].filter((id) => !gone.includes(id))) };
}
