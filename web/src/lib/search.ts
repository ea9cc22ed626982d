import { defaultStringifySearch } from "@tanstack/react-router";

/** A search parameter as text; the router has already read numbers and booleans as such. */
export const text = (value: unknown): string | undefined =>
  typeof value === "string" && value ? value : typeof value === "number" ? String(value) : undefined;

/** A parameter that may come several times; none is no list. */
export function texts(value: unknown): string[] | undefined {
  const found = [value].flat().flatMap((one) => text(one) ?? []);
  return found.length > 0 ? [...new Set(found)] : undefined;
}

/** The address of search parameters: a list is a parameter that comes several times, as the server reads it. */
export function writeSearch(search: Record<string, unknown>): string {
  const lists = Object.entries(search).filter(([, value]) => Array.isArray(value));
  const single = Object.entries(search).filter(([, value]) => !Array.isArray(value));
  const parameters = new URLSearchParams(defaultStringifySearch(Object.fromEntries(single)));
  for (const [name, values] of lists)
    for (const one of values as unknown[]) parameters.append(name, String(one));
  return parameters.size > 0 ? `?${parameters}` : "";
}

/** One of the words that are allowed, or nothing. */
export const oneOf = <W extends string>(value: unknown, words: readonly W[]): W | undefined =>
  words.find((word) => word === value);
