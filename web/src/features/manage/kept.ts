const VIEW = "handsel.manage.view";
const COLUMNS = { table: "handsel.manage.columns", shares: "handsel.manage.share_columns" } as const;
export type Listed = keyof typeof COLUMNS;

/** Of one person on this device: which view opens first, and which columns they like to see. */
const key = (name: string, who: string): string => `${name}.${who}`;

export const readFirst = (who: string): string | null => localStorage.getItem(key(VIEW, who));
export function keepFirst(who: string, view: string | null): void {
  if (view) localStorage.setItem(key(VIEW, who), view);
  else localStorage.removeItem(key(VIEW, who));
}

export function readColumns(who: string, list: Listed): string[] | undefined {
  const kept = localStorage.getItem(key(COLUMNS[list], who));
  return kept ? kept.split(",") : undefined;
}
export function keepColumns(who: string, list: Listed, columns: readonly string[] | undefined): void {
  if (columns) localStorage.setItem(key(COLUMNS[list], who), columns.join(","));
  else localStorage.removeItem(key(COLUMNS[list], who));
}
