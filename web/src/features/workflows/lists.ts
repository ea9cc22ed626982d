type Item = { id: string };

export const patch = <T extends Item>(list: T[], id: string, change: Partial<NoInfer<T>>): T[] =>
  list.map((one) => (one.id === id ? { ...one, ...change } : one));

export const without = <T extends Item>(list: T[], id: string): T[] => list.filter((one) => one.id !== id);

/** Before the item of that id, at the end for null; the same list where nothing changes. */
export function placed<T extends Item>(list: T[], id: string, before: string | null): T[] {
  const item = list.find((one) => one.id === id);
  if (!item || id === before) return list;
  const rest = without(list, id);
  const at = before === null ? rest.length : rest.findIndex((one) => one.id === before);
  const next = rest.toSpliced(at < 0 ? rest.length : at, 0, item);
  return next.every((one, i) => one === list[i]) ? list : next;
}

/** As `placed`, within `among`, the part of the list that is shown: for null right behind the last of it. */
export function placedAmong<T extends Item>(
  list: T[],
  among: readonly Item[],
  id: string,
  before: string | null,
): T[] {
  const shown = [...among];
  if (placed(shown, id, before) === shown) return list;
  const last = list.findIndex((one) => one.id === shown.at(-1)?.id);
  return placed(list, id, before ?? list[last + 1]?.id ?? null);
}

export const toggled = (list: readonly string[], value: string): string[] =>
  list.includes(value) ? list.filter((one) => one !== value) : [...list, value];

/** "Proposal", "Proposal 2", …: the first that nobody has yet. */
export function freeName(name: string, taken: readonly string[]): string {
  const known = new Set(taken.map((one) => one.trim()));
  if (!known.has(name)) return name;
  for (let n = 2; ; n += 1) if (!known.has(`${name} ${n}`)) return `${name} ${n}`;
}
