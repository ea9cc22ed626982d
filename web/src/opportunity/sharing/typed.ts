import { createContext, useContext, useEffect } from "react";

/** A field that somebody filled in, as they can read and copy it. */
export type TypedLine = { label: string; text: string };

const Context = createContext<Map<string, readonly TypedLine[]> | null>(null);
export const TypedProvider = Context.Provider;

/** Keeps what is typed in sight of the drawer: when access ends meanwhile, it is given back (S3). */
export function useKeepTyped(who: string, lines: readonly TypedLine[]): void {
  const kept = useContext(Context);
  useEffect(() => {
    if (lines.length > 0) kept?.set(who, lines);
    else kept?.delete(who);
  });
  useEffect(() => () => void kept?.delete(who), [kept, who]);
}

const textOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(textOf).join(", ");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
};
/** What names something else, or only says what the change was decided on. */
const NOT_TYPED = new Set(["revision", "owner", "team", "step", "stage", "transition", "source"]);

/**
 * A body as it was sent, line by line. `labelOf` names a field, and is undefined for one that it doesn't know; `show`
 * writes instants as people read them.
 */
export function linesOf(
  body: unknown,
  labelOf: (name: string) => string | undefined,
  show: (text: string) => string = (text) => text,
): TypedLine[] {
  if (typeof body !== "object" || body === null) return [];
  return Object.entries(body).flatMap(([name, value]) => {
    if (NOT_TYPED.has(name) || value === null || value === undefined || value === "") return [];
    if (name === "attributes") return linesOf(value, labelOf, show);
    return [{ label: labelOf(name) ?? name, text: show(textOf(value)) }];
  });
}

export const asText = (lines: readonly TypedLine[]): string =>
  lines.map((line) => `${line.label}: ${line.text}`).join("\n");
