import { useTranslation } from "react-i18next";
import { useFormats } from "./useFormats";

type Text = { key: string; values: { [key: string]: unknown } };

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/**
 * A sentence of the server's (its key and values) in the reader's language; an unknown key is at least readable. Where a
 * value is null or false, "KEY_none" is said: the follow-up was cleared, nobody owns it, nothing was made. A cause or reason
 * that is a code has a sentence of its own: "KEY_code".
 */
export function useSentence(): (text: Text, kind: string) => string {
  const { t, i18n } = useTranslation();
  const { money, shortDateTime } = useFormats();

  const readable = (name: string, value: unknown, values: Text["values"]): unknown => {
    if (typeof value === "string" && INSTANT.test(value)) return shortDateTime(value);
    if (name === "amount" && typeof value === "string") return money(value, String(values.currency));
    if (Array.isArray(value))
      return value
        .map((v) => t(`attribute.${String(v).replace(".", "_")}`, { defaultValue: String(v) }))
        .join(", ");
    if (typeof value === "object" && value !== null && "name" in value) return value.name;
    return value ?? "";
  };

  return (text, kind) => {
    const values = Object.fromEntries(
      Object.entries(text.values).map(([n, v]) => [n, readable(n, v, text.values)]),
    );
    const subject = SUBJECT[text.key];
    const empty = subject !== undefined && (text.values[subject] ?? false) === false;
    const because = text.values.reason ? "_because" : "";
    const coded = [text.values.cause, text.values.reason]
      .filter(Boolean)
      .map((code) => `${text.key}_${code}`);
    for (const key of [
      ...(empty ? [`${text.key}_none`] : []),
      ...coded,
      text.key + because,
      text.key,
      kind,
    ]) {
      const full = `said.${key}`;
      if (i18n.exists(full)) return t(full, values);
    }
    return (text.key || kind).replace(/[._]/g, " ");
  };
}

/** The value whose absence makes another sentence. */
const SUBJECT: Record<string, string> = {
  "opportunity.assigned": "new_owner",
  "opportunity.created": "parent",
  "opportunity.followed_on": "child",
  "opportunity.triggered": "made",
  "opportunity.follow_up_set": "follow_up_at",
  "opportunity.amount_set": "amount",
  "share.given_you": "actor",
  "share.extended_you": "actor",
};
