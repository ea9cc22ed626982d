import type { Ref, Schemas } from "@/lib/types";
import { changes, type Values } from "@/opportunity/editing";
import type { Contact } from "./api";

export const FIELDS = ["first_name", "last_name", "email", "phone", "account"] as const;
export type Field = (typeof FIELDS)[number];

/** A contact without parts of a name (an import knows only whole ones) shows the whole in the first. */
export const valuesOf = (x: Contact): Values => ({
  first_name: x.first_name || (x.last_name ? "" : x.name),
  last_name: x.last_name,
  email: x.email ?? "",
  phone: x.phone ?? "",
  account: x.account,
});

/** Only what changed goes to the server, with the revision that it was decided on. */
export function patchOf(start: Values, mine: Values, revision: number): Schemas["ContactIn"] {
  const patch: Record<string, unknown> = { revision };
  for (const name of changes(start, mine)) {
    const value = mine[name];
    if (name === "account") patch.account = (value as Ref | null)?.id ?? null;
    else if (name === "email" || name === "phone") patch[name] = String(value ?? "").trim() || null;
    else patch[name] = String(value ?? "").trim();
  }
  return patch as Schemas["ContactIn"];
}
