import type { ReactNode } from "react";

export type Option = { value: string; label: string; icon?: ReactNode; group?: string };
/** What a list can be filtered by: some of its options, or one where only one is asked for. */
export type Kind = {
  key: string;
  label: string;
  icon: ReactNode;
  single?: boolean;
  /** What can be chosen; undefined while it is read. */
  options: readonly Option[] | undefined;
};
/** What the address says of each. */
export type Chosen = Readonly<Record<string, string | readonly string[] | undefined>>;

export const valuesOf = (chosen: Chosen, key: string): readonly string[] => {
  const value = chosen[key];
  return value === undefined ? [] : typeof value === "string" ? [value] : value;
};

/** With or without an option: the next value of the address. */
export function flipped(kind: Kind, chosen: Chosen, value: string): string | string[] | undefined {
  const now = valuesOf(chosen, kind.key);
  if (kind.single) return now.includes(value) ? undefined : value;
  const next = now.includes(value) ? now.filter((one) => one !== value) : [...now, value];
  return next.length > 0 ? next : undefined;
}
