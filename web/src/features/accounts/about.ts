import type { Ref, Schemas } from "@/lib/types";
import { changes, type Values } from "@/opportunity/editing";
import type { Account } from "./api";

export type Attribute = { key: string; value: string };

const spelled = (value: unknown): string => (value === null || value === undefined ? "" : String(value));

export const attributesOf = (account: Account): Attribute[] =>
  Object.entries(account.attributes).map(([key, value]) => ({ key, value: spelled(value) }));

/** Name, parent and each attribute by its own name, so that two people may change two attributes at once. */
export const valuesOf = (account: Account): Values => ({
  name: account.name,
  parent: account.parent,
  ...Object.fromEntries(attributesOf(account).map(({ key, value }) => [`attributes.${key}`, value])),
});

/** The form's lines as values; a line without a key or a value is none. */
export const withAttributes = (values: Values, lines: readonly Attribute[]): Values => ({
  name: values.name,
  parent: values.parent,
  ...Object.fromEntries(
    lines.filter((x) => x.key.trim() && x.value.trim()).map((x) => [`attributes.${x.key.trim()}`, x.value]),
  ),
});

/** Only what changed; an attribute that is gone is sent as null. */
export function patchOf(start: Values, mine: Values, revision: number): Schemas["AccountIn"] {
  const patch: Record<string, unknown> = { revision };
  const attributes: Record<string, string | null> = {};
  for (const name of changes(start, mine)) {
    if (name === "parent") patch.parent = (mine.parent as Ref | null)?.id ?? null;
    else if (name === "name") patch.name = String(mine.name).trim();
    else attributes[name.slice("attributes.".length)] = (mine[name] as string | undefined) ?? null;
  }
  if (Object.keys(attributes).length > 0) patch.attributes = attributes;
  return patch as Schemas["AccountIn"];
}

/** A key of an import as people read it: "year_established" → "Year established". */
export const readableKey = (key: string): string => {
  const words = key.replace(/[_.]+/g, " ").trim();
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
};
