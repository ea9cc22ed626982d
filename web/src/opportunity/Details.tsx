import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Attribute, Opportunity, Ref } from "@/lib/types";
import { useFormats } from "@/ui/useFormats";
import { movesQuery, peopleQuery } from "./api";
import c from "./details.module.css";
import { workflowQuery } from "./useStages";

/** A stored value as people read it, by its type. */
export function useReadable(): (
  attribute: Attribute | undefined,
  value: unknown,
  currency: string,
  people: readonly Ref[],
) => ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  return (attribute, value, currency, people) => {
    if (value === null || value === undefined || value === "") return null;
    if (typeof value === "boolean") return value ? t("common.yes") : t("common.no");
    if (Array.isArray(value)) return value.join(", ");
    const text = String(value);
    switch (attribute?.type) {
      case "money":
        return formats.money(text, currency);
      case "number":
        return number(text, formats.locale);
      case "date":
        return Number.isNaN(Date.parse(text)) ? text : formats.plainDate(text.slice(0, 10));
      case "datetime":
        return Number.isNaN(Date.parse(text)) ? text : <time dateTime={text}>{formats.fullTime(text)}</time>;
      case "email":
        return <a href={`mailto:${text}`}>{text}</a>;
      case "phone":
        return <a href={`tel:${text}`}>{text.replace(";ext=", " ext. ")}</a>;
      case "link":
        // Nothing else is safe to click.
        return /^(https?:\/\/|mailto:)/i.test(text) ? (
          <a href={text} target="_blank" rel="noreferrer noopener">
            {text}
          </a>
        ) : (
          text
        );
      case "user":
        return people.find((p) => p.id === text)?.name ?? t("timeline.someone");
      case "long_text":
        return <span style={{ whiteSpace: "pre-wrap" }}>{text}</span>;
      default:
        return text;
    }
  };
}

/** All the digits that were typed: a format of its own would round. */
const number = (text: string, locale: string): string =>
  Number.isFinite(Number(text))
    ? new Intl.NumberFormat(locale, { maximumFractionDigits: 15 }).format(Number(text))
    : text;

function Section({ title, rows }: { title: string; rows: [string, ReactNode][] }) {
  const filled = rows.filter(([, value]) => value !== null && value !== undefined && value !== "");
  if (filled.length === 0) return null;
  return (
    <section className={c.section}>
      <h3>{title}</h3>
      <dl>
        {filled.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Everything that is known of an opportunity, filled fields only. */
export function Details({ o }: { o: Opportunity }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const readable = useReadable();
  const { data: moves } = useQuery(movesQuery(o.id));
  const { data: workflow } = useQuery({
    ...workflowQuery(moves?.workflow.id ?? ""),
    enabled: moves !== undefined,
  });
  // Not only what this step displays: what other steps asked for is kept, and read as what it is.
  const fields = new Map([...(workflow?.graph?.attributes ?? []), ...o.fields].map((f) => [f.key, f]));
  const hasUser = [...fields.values()].some((f) => f.type === "user");
  const { data: everybody } = useQuery({ ...peopleQuery, enabled: hasUser });
  const people = everybody?.items ?? [];
  const sections = new Map<string, [string, ReactNode][]>();
  for (const [key, value] of Object.entries(o.attributes)) {
    const field = fields.get(key);
    const section = field?.section || t("details.fields");
    const rows = sections.get(section) ?? [];
    rows.push([field?.label ?? key, readable(field, value, o.currency, people)]);
    sections.set(section, rows);
  }
  const at = (iso: string | null) => iso && <time dateTime={iso}>{formats.fullTime(iso)}</time>;
  return (
    <div className={c.details}>
      {o.contact && (
        <Section
          title={t("details.contact")}
          rows={[
            [
              t("details.name"),
              <Link key="c" to="/contacts/$id" params={{ id: o.contact.id }}>
                {o.contact.name}
              </Link>,
            ],
            [t("new.email"), o.contact.email && <a href={`mailto:${o.contact.email}`}>{o.contact.email}</a>],
            [t("new.phone"), o.contact.phone && <a href={`tel:${o.contact.phone}`}>{o.contact.phone}</a>],
          ]}
        />
      )}
      {o.account && (
        <Section
          title={t("details.account")}
          rows={[
            [
              t("details.name"),
              <Link key="a" to="/accounts/$id" params={{ id: o.account.id }}>
                {o.account.name}
              </Link>,
            ],
          ]}
        />
      )}
      {[...sections].map(([title, rows]) => (
        <Section key={title} title={title} rows={rows} />
      ))}
      <Section
        title={t("details.record")}
        rows={[
          [t("details.number"), `#${o.number}`],
          [t("details.channel"), o.channel?.name],
          [t("details.source"), [o.source, o.source_number].filter(Boolean).join(" · ")],
          [t("details.author"), o.author?.name],
          [t("details.created"), at(o.created_at)],
          [t("details.entered"), at(o.entered_at)],
          [t("details.updated"), at(o.updated_at)],
          [t("details.closed"), at(o.closed_at)],
          [t("move.reason"), o.lost_reason],
          [
            t("details.parent"),
            o.parent ? (
              <Link key="p" to="." search={(s: object) => ({ ...s, opp: o.parent?.id }) as never}>
                {o.parent.name}
              </Link>
            ) : (
              (o.parent_deleted || null) && t("family.parent_deleted")
            ),
          ],
        ]}
      />
    </div>
  );
}
