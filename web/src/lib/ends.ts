type Ending = { access_ends_at?: unknown };

const isOver = (value: unknown, now: number): boolean => {
  const end = (value as Ending | null)?.access_ends_at;
  return typeof end === "string" && Date.parse(end) <= now;
};

/**
 * What was read, without what its reader has no access to any more: members of lists whose `access_ends_at` has come. The
 * very same object where nothing has.
 */
export function withoutEnded<T>(data: T, now: number): T {
  if (Array.isArray(data)) {
    const left = data.filter((one) => !isOver(one, now));
    const next = left.map((one) => withoutEnded(one, now));
    return (next.length === data.length && next.every((one, i) => one === data[i]) ? data : next) as T;
  }
  if (typeof data !== "object" || data === null) return data;
  let changed = false;
  const next = Object.entries(data).map(([name, value]) => {
    const kept = withoutEnded(value, now);
    changed ||= kept !== value;
    return [name, kept] as const;
  });
  return changed ? (Object.fromEntries(next) as T) : data;
}

/** The instants at which something that was read says that its reader's access changes. */
export function changesOf(data: unknown): number[] {
  const found = new Set<number>();
  const look = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, one] of Object.entries(value))
      if (typeof one === "object") look(one);
      else if ((name === "access_ends_at" || name === "access_changes_at") && typeof one === "string")
        found.add(Date.parse(one));
  };
  look(data);
  return [...found];
}

/** The next of them; Infinity if none is to come. */
export const nextOf = (instants: readonly number[], now: number): number =>
  Math.min(Number.POSITIVE_INFINITY, ...instants.filter((at) => at > now));
