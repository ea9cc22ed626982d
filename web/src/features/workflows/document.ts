import { newIdempotencyKey as newId } from "@/lib/client";
import type { DraftDocument } from "./publishing-api";

/**
 * The draft as the editor holds it: references are ids, so that a rename touches one place. Sections, attributes and
 * communications have ids of the page's own; attributes name each other by them, built-in ones by their key.
 */
export type Doc = {
  workflow: string;
  mode: "free" | "guided";
  sections: Section[];
  stages: Stage[];
  steps: Step[];
  transitions: Transition[];
  entries: Partial<Record<EntryKind, Entry>>;
  follow_ons: FollowOn[];
  milestones: string[];
};
export type Status = "open" | "won" | "lost" | "archived";
export type EntryKind = "new" | "existing_account";
export type Attribute = { id: string; key: string; label: string; type: string; options: string[] };
export type Section = { id: string; name: string; attributes: Attribute[] };
export type Stage = { id: string; name: string; status: Status; reasons: string[] };
export type Step = {
  id: string;
  name: string;
  stage: string | null;
  attributes: string[];
  probability: number | null;
  limit: string | null;
};
export type Communication = {
  id: string;
  name: string;
  channel: string;
  mode: string;
  template: string;
  subject: string;
  text: string;
};
export type Transition = {
  id: string;
  name: string;
  from: string | null;
  to: string | null;
  required: string[];
  roles: string[];
  triggers: string[];
  communications: Communication[];
};
export type Entry = { step: string | null; name: string | null };
export type FollowOn = { id: string; name: string; step: string | null; carry: string[] };

export const STATUSES = ["open", "won", "lost", "archived"] as const;
export const ENTRY_KINDS = ["new", "existing_account"] as const;
export const ROLES = ["administrator", "director", "manager", "professional", "lead_generator"] as const;
export const TRIGGERS = [
  "create_account",
  "create_contact",
  "create_invoice",
  "create_registration",
  "create_token_issue",
] as const;
/** Those that run already; the others come with documents. */
export const RUNNING: readonly string[] = ["create_account", "create_contact"];
export const TYPES = [
  "text",
  "long_text",
  "number",
  "money",
  "date",
  "datetime",
  "boolean",
  "choice",
  "choices",
  "email",
  "phone",
  "link",
  "user",
] as const;
export const BUILT_IN: readonly { key: string; type: string }[] = [
  { key: "title", type: "text" },
  { key: "amount", type: "money" },
  { key: "follow_up_at", type: "datetime" },
  { key: "description", type: "long_text" },
  { key: "contact.first_name", type: "text" },
  { key: "contact.last_name", type: "text" },
  { key: "contact.email", type: "email" },
  { key: "contact.phone", type: "phone" },
  { key: "account.name", type: "text" },
];
export const isBuiltIn = (key: string): boolean => BUILT_IN.some((one) => one.key === key);

export const attributesOf = (doc: Doc): Attribute[] => doc.sections.flatMap((section) => section.attributes);
export const freshId = newId;

const said = (value: unknown): string => (typeof value === "string" ? value : "");

/** From the API's shape. `like`: whatever that document calls alike keeps its page id, so that two can be compared. */
export function read(file: DraftDocument, like?: Doc): Doc {
  const stages = new Map(file.stages.map((stage) => [stage.name, stage.id]));
  const steps = new Map(file.steps.map((step) => [step.name, step.id]));
  const attributes = named(
    file.sections.flatMap((section) => section.attributes.map((one) => one.key)),
    new Map((like ? attributesOf(like) : []).map((one) => [one.key, one.id])),
  );
  const sections = named(
    file.sections.map((one) => one.name),
    new Map((like?.sections ?? []).map((one) => [one.name, one.id])),
  );
  const letters = new Map(
    (like?.transitions ?? []).flatMap((one) => one.communications.map((x) => [`${one.id} ${x.name}`, x.id])),
  );
  const attribute = (key: string) => attributes.get(key) ?? key;
  const step = (name: string | null | undefined) => (name ? (steps.get(name) ?? null) : null);
  const entries: Doc["entries"] = {};
  for (const kind of ENTRY_KINDS) {
    const entry = file.entries[kind];
    if (entry) entries[kind] = { step: step(entry.step), name: entry.name ?? null };
  }
  return {
    workflow: file.workflow,
    mode: file.mode === "free" ? "free" : "guided",
    sections: file.sections.map((section) => ({
      id: sections.get(section.name) ?? section.name,
      name: section.name,
      attributes: section.attributes.map((one) => ({ ...pick(one), id: attribute(one.key) })),
    })),
    stages: file.stages.map(({ id, name, status, reasons }) => ({
      id,
      name,
      status: status as Status,
      reasons: reasons ?? [],
    })),
    steps: file.steps.map((one) => ({
      id: one.id,
      name: one.name,
      stage: one.stage === null ? null : (stages.get(one.stage) ?? null),
      attributes: (one.attributes ?? []).map(attribute),
      probability: one.probability ?? null,
      limit: one.limit ?? null,
    })),
    transitions: file.transitions.map((one) => ({
      id: one.id,
      name: one.name,
      from: step(one.from),
      to: step(one.to),
      required: (one.required ?? []).map(attribute),
      roles: one.roles ?? [],
      triggers: one.triggers ?? [],
      communications: (one.communications ?? []).map((x: Record<string, unknown>, i) => ({
        id: letters.get(`${one.id} ${x.name}`) ?? `${one.id} ${i} ${x.name}`,
        name: said(x.name),
        channel: said(x.channel),
        mode: said(x.mode) || "manual",
        template: said(x.template),
        subject: said(x.subject),
        text: said(x.text),
      })),
    })),
    entries,
    follow_ons: file.follow_ons.map((one) => ({
      id: one.id,
      name: one.name,
      step: step(one.step),
      carry: (one.carry ?? []).map(attribute),
    })),
    milestones: file.milestones,
  };
}

/** An id per name: the known one, else the name itself, unless something that was renamed goes by it. */
function named(names: readonly string[], known: ReadonlyMap<string, string>): Map<string, string> {
  const taken = new Set(known.values());
  return new Map(names.map((name) => [name, known.get(name) ?? (taken.has(name) ? newId() : name)]));
}

const pick = ({ key, label, type, options }: Omit<Attribute, "id">) => ({
  key,
  label,
  type,
  options: options ?? [],
});

/** To the API's shape, with the ids as references: names may be doubled for a while, ids never are. */
export function write(doc: Doc) {
  const keys = new Map(attributesOf(doc).map((one) => [one.id, one.key]));
  const key = (id: string) => keys.get(id) ?? id;
  const entries: Record<string, { step: string | null; name: string | null }> = {};
  for (const kind of ENTRY_KINDS) {
    const entry = doc.entries[kind];
    if (entry) entries[kind] = { step: entry.step, name: entry.name?.trim() || null };
  }
  return {
    workflow: doc.workflow,
    mode: doc.mode,
    sections: doc.sections.map(({ name, attributes }) => ({ name, attributes: attributes.map(pick) })),
    stages: doc.stages,
    steps: doc.steps.map((one) => ({ ...one, attributes: one.attributes.map(key) })),
    transitions: doc.transitions.map((one) => ({
      ...one,
      required: one.required.map(key),
      communications: one.communications.map(({ id: _, template, subject, text, ...rest }) => ({
        ...rest,
        ...(template && { template }),
        ...(subject && { subject }),
        ...(text && { text }),
      })),
    })),
    entries,
    follow_ons: doc.follow_ons.map((one) => ({ ...one, carry: one.carry.map(key) })),
    milestones: doc.milestones.filter((one) => one.trim() !== ""),
  };
}
export type Written = ReturnType<typeof write>;

const texts = new WeakMap<Doc, string>();
/** Equal for two documents that would be saved alike. */
export function fingerprint(doc: Doc): string {
  const known = texts.get(doc);
  if (known !== undefined) return known;
  const text = JSON.stringify(write(doc));
  texts.set(doc, text);
  return text;
}
