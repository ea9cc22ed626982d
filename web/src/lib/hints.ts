import type { QueryKey } from "@tanstack/react-query";
import { keys } from "./keys";
import type { Schemas } from "./types";

export type Hint = Schemas["HintOut"];
export type HintType = Hint["type"];
type Stale = (hint: Hint) => readonly QueryKey[];

const one = (key: (id: string) => QueryKey, id: string | null): QueryKey[] => (id ? [key(id)] : []);
const card: Stale = (h) => [
  keys.boards,
  keys.opportunities,
  keys.families,
  ...one(keys.opportunity, h.opportunity),
];
const said: Stale = (h) => one(keys.timeline, h.opportunity);
const task: Stale = (h) => [keys.tasks, ...said(h), ...one(keys.opportunityTasks, h.opportunity)];
const contact: Stale = (h) => [
  keys.contacts,
  ...one(keys.contact, h.subject),
  keys.boards,
  keys.opportunities,
  ["opportunity"],
];
const account: Stale = (h) => [
  keys.accounts,
  ...one(keys.account, h.subject),
  keys.boards,
  keys.opportunities,
  ["opportunity"],
];
/** Who comes to a team or leaves it sees more or less from then on. */
const people: Stale = () => [
  keys.members,
  keys.teams,
  keys.me,
  keys.boards,
  keys.opportunities,
  ["opportunity"],
];

const share: Stale = (h) => [keys.shares, ...said(h)];
/** What somebody sees has changed with it. */
const access: Stale = (h) => [keys.shares, ...card(h)];

const automation: Stale = () => [keys.automations, keys.runs];

/** What each hint makes stale. A type without an answer here does not compile. */
export const stale: Record<HintType, Stale> = {
  "opportunity.created": (h) => [...card(h), keys.contacts, ["contact"], keys.accounts, ["account"]],
  "opportunity.moved": card,
  "opportunity.edited": card,
  "opportunity.assigned": card,
  "opportunity.team_changed": card,
  "opportunity.follow_up_set": card,
  "opportunity.amount_set": card,
  "opportunity.excluded": card,
  "opportunity.included": card,
  "opportunity.imported": card,
  "opportunity.deleted": card,
  "opportunity.gone": card,
  "opportunity.migrated": card,
  "opportunity.followed_on": card,
  "opportunity.triggered": (h) => [...card(h), keys.contacts, ["contact"], keys.accounts, ["account"]],
  "opportunity.follow_up_due": (h) => [keys.notifications, keys.me, ...said(h)],
  "note.added": said,
  "note.edited": said,
  "note.deleted": said,
  "activity.added": said,
  "activity.edited": said,
  "task.added": task,
  "task.edited": task,
  "task.done": task,
  "task.reopened": task,
  "task.deleted": task,
  "task.reminded": (h) => [...task(h), keys.notifications, keys.me],
  "contact.created": contact,
  "contact.edited": contact,
  "contact.erased": contact,
  "account.created": account,
  "account.edited": account,
  "product.created": () => [keys.products],
  "product.edited": () => [keys.products, ["opportunity"]],
  "organization.edited": () => [keys.organization, keys.me],
  "team.created": people,
  "team.edited": people,
  "team.deleted": people,
  "member.invited": people,
  "member.joined": people,
  "member.edited": people,
  "member.deactivated": people,
  "member.reactivated": people,
  "channel.added": () => [keys.channels],
  "channel.edited": () => [keys.channels],
  "channel.deleted": () => [keys.channels],
  "workflow.draft_saved": () => [keys.workflows],
  "workflow.deleted": () => [keys.workflows],
  "workflow.published": () => [keys.workflows, keys.boards, ["opportunity"]],
  "key.made": () => [keys.apiKeys],
  "key.revoked": () => [keys.apiKeys],
  "import.started": (h) => [keys.imports, ...one(keys.import, h.subject)],
  "import.progressed": (h) => [keys.imports, ...one(keys.import, h.subject)],
  "import.finished": (h) => [
    keys.imports,
    ...one(keys.import, h.subject),
    keys.boards,
    keys.accounts,
    keys.contacts,
  ],
  "import.undone": (h) => [
    keys.imports,
    ...one(keys.import, h.subject),
    keys.boards,
    keys.opportunities,
    keys.accounts,
    keys.contacts,
  ],
  "notification.added": () => [keys.notifications, keys.me],
  "automation.saved": automation,
  "automation.published": automation,
  "automation.paused": automation,
  "automation.resumed": automation,
  "automation.stopped": automation,
  "automation.due": () => [],
  "automation.ran": () => [keys.automationList, keys.runs],
  "automation.deleted": automation,
  "share.given": access,
  "share.started": access,
  "share.extended": access,
  "share.ended": access,
  "share.failed": share,
  "share.ending": share,
  "share.more_time_asked": share,
  "share.more_time_declined": share,
  "share.stop_missed": share,
  "share.batch_begun": share,
};

/** The keys that a handful of hints make stale, each once; nothing for a type this page is too old to know. */
export function staleKeys(hints: readonly Hint[]): QueryKey[] {
  const found = new Map<string, QueryKey>();
  for (const hint of hints)
    for (const key of stale[hint.type]?.(hint) ?? []) found.set(JSON.stringify(key), key);
  return [...found.values()];
}
