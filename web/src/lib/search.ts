/** A search parameter as text; the router has already read numbers and booleans as such. */
export const text = (value: unknown): string | undefined =>
  typeof value === "string" && value ? value : typeof value === "number" ? String(value) : undefined;

/** One of the words that are allowed, or nothing. */
export const oneOf = <W extends string>(value: unknown, words: readonly W[]): W | undefined =>
  words.find((word) => word === value);
