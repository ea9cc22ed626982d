import type { Opportunity, Schemas } from "@/lib/types";

/** What the edit form holds, flat: built-in fields by name, the step's attributes as "attributes.KEY". */
export type Values = Record<string, unknown>;
export const ATTRIBUTE = "attributes.";

// A built-in attribute is read from where the opportunity keeps it.
function builtIn(o: Opportunity, key: string): unknown {
  switch (key) {
    case "title":
      return o.own_title;
    case "amount":
      return o.amount;
    case "follow_up_at":
      return o.follow_up_at;
    case "description":
      return o.description || null;
    case "account.name":
      return o.account?.name ?? null;
    default: {
      const [room, field] = key.split(".");
      return room === "contact" && field
        ? (o.contact?.[field as "email"] ?? null)
        : (o.attributes[key] ?? null);
    }
  }
}
/** Shown by controls of their own, not among the step's attributes. */
export const OWN = new Set(["description", "follow_up_at"]);

export function valuesOf(o: Opportunity): Values {
  const values: Values = {
    description: o.description || null,
    follow_up_at: o.follow_up_at,
    owner: o.owner?.id ?? null,
    step: o.step.id,
  };
  for (const field of o.fields)
    if (!OWN.has(field.key)) values[ATTRIBUTE + field.key] = builtIn(o, field.key);
  return values;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** The names of what differs. */
export const changes = (from: Values, to: Values): string[] =>
  [...new Set([...Object.keys(from), ...Object.keys(to)])].filter((name) => !same(from[name], to[name]));

export type Clash = { name: string; mine: unknown; theirs: unknown };

/**
 * Two people edited from the same start: fields that both changed, differently, are for a person to decide; the rest of
 * mine stands, and what only they changed is kept.
 */
export function clashes(start: Values, mine: Values, theirs: Values): Clash[] {
  const changedByThem = new Set(changes(start, theirs));
  return changes(start, mine)
    .filter((name) => changedByThem.has(name) && !same(mine[name], theirs[name]))
    .map((name) => ({ name, mine: mine[name], theirs: theirs[name] }));
}

/** My changes put on top of theirs. */
export const rebase = (start: Values, mine: Values, theirs: Values): Values => ({
  ...theirs,
  ...Object.fromEntries(changes(start, mine).map((name) => [name, mine[name]])),
});

/** Only what changed goes to the server; a move by its transition, where one was chosen. */
export function patchOf(
  start: Values,
  values: Values,
  revision: number,
  { transition = null, reason = null }: { transition?: string | null; reason?: string | null } = {},
): Schemas["OpportunityEditIn"] {
  const patch: Record<string, unknown> = { revision };
  const attributes: Record<string, unknown> = {};
  for (const name of changes(start, values)) {
    if (name.startsWith(ATTRIBUTE)) attributes[name.slice(ATTRIBUTE.length)] = values[name] ?? null;
    else if (name === "description") patch.description = values.description ?? "";
    else if (name !== "step" || !transition) patch[name] = values[name] ?? null;
  }
  if (transition) patch.transition = transition;
  if (Object.keys(attributes).length > 0) patch.attributes = attributes;
  if (reason && (patch.step || transition)) patch.reason = reason;
  return patch as Schemas["OpportunityEditIn"];
}
