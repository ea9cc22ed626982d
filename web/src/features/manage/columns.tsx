import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import type { Attribute, Opportunity, Ref } from "@/lib/types";
import { StageDot } from "@/opportunity/StageDot";
import { ChannelIcon, Chip, DueChip, PersonAvatar } from "@/ui/bits";
import type { Formats } from "@/ui/useFormats";
import c from "./cells.module.css";

/** How a cell is written: in whose words, at what time. */
export type Said = { t: TFunction; formats: Formats; now: number; people: ReadonlyMap<string, Ref> };
export type OpportunityColumn = {
  key: string;
  label: string;
  width: number;
  /** What the server calls the order, and whether it begins with the greatest. */
  sort?: { key: string; descending: boolean };
  align?: "end";
  cell: (o: Opportunity) => ReactNode;
};
type Model = Omit<OpportunityColumn, "label" | "cell"> & { cell: (o: Opportunity, said: Said) => ReactNode };

/** Always there, and always first. */
export const NAME = "title";
export const USUAL: readonly string[] = [
  NAME,
  "number",
  "stage",
  "owner",
  "team",
  "amount",
  "follow_up_at",
  "updated_at",
];
const ATTRIBUTE = "attributes.";

const Quiet = ({ children }: { children: ReactNode }) => <span className={c.quiet}>{children}</span>;
const person = (who: Ref | null) => (
  <span className={c.person}>
    <span aria-hidden>
      <PersonAvatar person={who} size={20} />
    </span>
    <span dir="auto">{who?.name}</span>
  </span>
);
const day = (iso: string | null, { formats }: Said) =>
  iso && (
    <time dateTime={iso} title={formats.fullTime(iso)} className={c.quiet}>
      {formats.calendarDate(iso)}
    </time>
  );
const recent = (iso: string, { formats, now }: Said) => (
  <time dateTime={iso} title={formats.fullTime(iso)} className={c.quiet}>
    {formats.when(iso, now)}
  </time>
);
const text = (value: string | null | undefined) => value && <span dir="auto">{value}</span>;

const MODELS: readonly Model[] = [
  { key: NAME, width: 236, sort: { key: "title", descending: false }, cell: (o) => o.title },
  {
    key: "number",
    width: 80,
    sort: { key: "number", descending: true },
    cell: (o) => <Quiet>#{o.number}</Quiet>,
  },
  { key: "contact", width: 180, cell: (o) => text(o.contact?.name) },
  {
    key: "account",
    width: 180,
    sort: { key: "account", descending: false },
    cell: (o) => text(o.account?.name),
  },
  { key: "team", width: 132, sort: { key: "team", descending: false }, cell: (o) => text(o.team.name) },
  {
    key: "stage",
    width: 150,
    sort: { key: "step", descending: false },
    cell: (o) => (
      <span className={c.stage}>
        <StageDot stage={o.stage} />
        <span dir="auto">{o.stage.name}</span>
      </span>
    ),
  },
  { key: "step", width: 160, sort: { key: "step", descending: false }, cell: (o) => text(o.step.name) },
  {
    key: "status",
    width: 104,
    cell: (o, { t }) => (
      <Chip tone={({ open: "blue", won: "ok", lost: "bad" } as const)[o.status as "open"] ?? "plain"}>
        {t(`manage.status_${o.status}`)}
      </Chip>
    ),
  },
  {
    key: "owner",
    width: 160,
    sort: { key: "owner", descending: false },
    cell: (o, { t }) =>
      o.owner ? (
        person(o.owner)
      ) : (
        <span className={c.person}>
          <span aria-hidden>
            <PersonAvatar person={null} size={20} />
          </span>
          <span className={c.nobody}>{t("common.unassigned")}</span>
        </span>
      ),
  },
  {
    key: "amount",
    width: 116,
    align: "end",
    sort: { key: "amount", descending: true },
    cell: (o, { formats }) => o.amount !== null && formats.money(o.amount, o.currency),
  },
  {
    key: "follow_up_at",
    width: 134,
    sort: { key: "follow_up", descending: false },
    cell: (o, { now }) => o.follow_up_at && <DueChip at={o.follow_up_at} now={now} />,
  },
  {
    key: "source",
    width: 130,
    cell: (o, { t }) => o.source && t(`channel.${o.source}`, { defaultValue: o.source }),
  },
  {
    key: "channel",
    width: 150,
    cell: (o) =>
      o.channel && (
        <span className={c.person}>
          <ChannelIcon kind={o.channel.kind} />
          <span dir="auto">{o.channel.name}</span>
        </span>
      ),
  },
  { key: "product", width: 170, cell: (o) => text(o.product?.name) },
  { key: "author", width: 170, cell: (o) => o.author && person(o.author) },
  {
    key: "created_at",
    width: 136,
    sort: { key: "created", descending: true },
    cell: (o, said) => day(o.created_at, said),
  },
  {
    key: "updated_at",
    width: 132,
    sort: { key: "updated", descending: true },
    cell: (o, said) => recent(o.updated_at, said),
  },
  { key: "entered_at", width: 146, cell: (o, said) => recent(o.entered_at, said) },
  { key: "closed_at", width: 136, cell: (o, said) => day(o.closed_at, said) },
  {
    key: "access_ends_at",
    width: 150,
    cell: (o, { formats }) =>
      o.access_ends_at && (
        <time dateTime={o.access_ends_at} title={formats.fullTime(o.access_ends_at)}>
          <Chip tone="warn">{formats.shortDateTime(o.access_ends_at)}</Chip>
        </time>
      ),
  },
  { key: "lost_reason", width: 160, cell: (o) => text(o.lost_reason) },
  { key: "email", width: 190, cell: (o) => o.contact?.email && <Quiet>{o.contact.email}</Quiet> },
  { key: "phone", width: 140, cell: (o) => o.contact?.phone && <Quiet>{o.contact.phone}</Quiet> },
  { key: "description", width: 240, cell: (o) => o.description && <Quiet>{o.description}</Quiet> },
];
const BY_KEY = new Map(MODELS.map((model) => [model.key, model]));
export const BUILT_IN_COLUMNS: readonly string[] = MODELS.map((model) => model.key);

/** What is shown, in its order: the name first, nothing twice, nothing that there isn't. */
export function shownColumns(chosen: readonly string[] | undefined): string[] {
  const wanted = (chosen ?? USUAL).filter((key) => BY_KEY.has(key) || key.startsWith(ATTRIBUTE));
  return [...new Set([NAME, ...wanted])];
}

/** A value as its attribute is typed. */
export function valueWords(
  attribute: Attribute | undefined,
  value: unknown,
  said: Said,
  currency: string,
): ReactNode {
  if (value === null || value === undefined || value === "") return null;
  if (Array.isArray(value)) return value.map(String).join(", ");
  const { t, formats, people } = said;
  switch (attribute?.type) {
    case "boolean":
      return value === true ? t("common.yes") : t("common.no");
    case "money":
      return formats.money(String(value), currency);
    case "number":
      return new Intl.NumberFormat(formats.locale, { maximumFractionDigits: 10 }).format(Number(value));
    case "date":
      return formats.plainDate(String(value));
    case "datetime":
      return formats.shortDateTime(String(value));
    case "user":
      return people.get(String(value))?.name ?? t("timeline.someone");
    default:
      return String(value);
  }
}

const ENDED: readonly string[] = ["number", "money"];

export function columnOf(
  key: string,
  said: Said,
  attributes: ReadonlyMap<string, Attribute>,
): OpportunityColumn {
  const model = BY_KEY.get(key);
  if (model) return { ...model, label: said.t(`manage.column_${key}`), cell: (o) => model.cell(o, said) };
  const name = key.slice(ATTRIBUTE.length);
  const attribute = attributes.get(name);
  return {
    key,
    label: attribute?.label ?? name,
    width: 160,
    ...(attribute && ENDED.includes(attribute.type) ? { align: "end" as const } : {}),
    cell: (o) => <span dir="auto">{valueWords(attribute, o.attributes[name], said, o.currency)}</span>,
  };
}

export const attributeColumn = (key: string): string => ATTRIBUTE + key;
export const isAttribute = (key: string): boolean => key.startsWith(ATTRIBUTE);
/** Which attribute a column shows. */
export const attributeOf = (key: string): string => key.slice(ATTRIBUTE.length);
const GOES_OUT_AS: Readonly<Record<string, readonly string[]>> = {
  // What one has only by a share never leaves (S12), so neither does until when.
  access_ends_at: [],
  amount: ["amount", "currency"],
  // Who has no title of their own is called by their contact.
  [NAME]: [NAME, "contact"],
};
/** The columns of an export, for those that are shown. */
export const exported = (columns: readonly string[]): string[] => [
  ...new Set(columns.flatMap((key) => GOES_OUT_AS[key] ?? [key])),
];
