import {
  IconAlertTriangle,
  IconArrowRight,
  IconBan,
  IconCheck,
  IconClock,
  IconScissors,
  IconSend,
  IconX,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type Condition as Asked, takesValue } from "@/opportunity/fields/conditions";
import { Hidden } from "@/ui/bits";
import { useFormats } from "@/ui/useFormats";
import { useSaying, useVocabulary } from "./naming";
import c from "./runs.module.css";
import type { RunLine } from "./shapes";

const SIGNS = {
  yes: IconCheck,
  no: IconX,
  done: IconCheck,
  delivered: IconCheck,
  refused: IconBan,
  failed: IconAlertTriangle,
  waits: IconClock,
  queued: IconSend,
  cut: IconScissors,
} as const;
/** Said beside the sentence, since the sentence is the same whatever came of it. */
const TOLD = new Set(["yes", "no", "refused", "failed", "delivered", "queued"]);
const minuteOf = (at: string | null | undefined): string => at?.slice(0, 16) ?? "";
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** What a line of a run says, in the reader's words. */
export function useLineWords(): (line: RunLine) => string {
  const { t, i18n } = useTranslation();
  const { shortDateTime, locale } = useFormats();
  const { condition, found, labelOf, span } = useSaying();
  const { fields, members } = useVocabulary();
  const shown = (name: string, value: unknown): unknown => {
    if (typeof value === "string" && INSTANT.test(value)) return shortDateTime(value);
    if (name === "access") return t(`automation.access.${value}`, { defaultValue: String(value) });
    if (name === "fields" && Array.isArray(value))
      return new Intl.ListFormat(locale, { type: "conjunction" }).format(
        value.map((key) => labelOf(String(key))),
      );
    if (typeof value === "object" && value !== null && "name" in value) return value.name;
    return value ?? "";
  };
  // The server names what ids stand for; people are known here by their ids.
  const asked = (values: Record<string, unknown>): string => {
    const field = fields.find((one) => one.key === values.field);
    const value = String(values.value ?? "");
    const person = field?.type === "user" ? members.find((one) => one.label === value)?.value : undefined;
    return condition({ field: String(values.field), op: values.op as Asked["op"], value: person ?? value });
  };
  const judged = (values: Record<string, unknown>): string => {
    const told = { asked: asked(values) };
    if (values.found === undefined) return told.asked;
    if (values.found === null || values.found === "")
      return takesValue(values.op as Asked["op"]) ? t("automation.line.found_nothing", told) : told.asked;
    const currency = values.currency === undefined ? undefined : String(values.currency);
    return t("automation.line.found", {
      ...told,
      found: found(String(values.field), values.found, currency),
    });
  };
  return ({ text, outcome, what, code }) => {
    const key = text.key.replace(/^automation\.line\./, "");
    if (key === "condition") return judged(text.values);
    if (key.startsWith("would_wait"))
      return t("automation.line.would_wait", { span: span(text.values) ?? "" });
    const values = Object.fromEntries(
      Object.entries(text.values).map(([name, value]) => [name, shown(name, value)]),
    );
    const variants = [
      `${key}_${outcome}`,
      ...(key === "set_owner" && text.values.owner === null ? [`${key}_none`] : []),
      ...(text.values.count === 0 ? [`${key}_zero`] : []),
      key,
    ];
    const sentence = variants.map((one) => `automation.line.${one}`).find((one) => i18n.exists(one, values));
    const said = sentence
      ? t(sentence, values)
      : t(`automation.line.${code ?? ""}`, { ...values, defaultValue: String(text.values.reason ?? what) });
    const left = Number(text.values.left_out ?? 0);
    return left > 0 ? t("automation.line.left_out", { told: said, count: left }) : said;
  };
}

/** A run's decisions, one below the other; conditions of a group stand below it. */
export function Lines({ lines, now = true }: { lines: readonly RunLine[]; now?: boolean }) {
  const { t } = useTranslation();
  const words = useLineWords();
  const { shortDateTime } = useFormats();
  return (
    <ol className={c.lines}>
      {lines.map((line, i) => {
        const Sign = SIGNS[line.outcome as keyof typeof SIGNS] ?? IconArrowRight;
        const inner = String(line.text.values.place ?? "").includes(".any.");
        return (
          <li key={i} data-outcome={line.outcome} data-what={line.what} data-inner={inner || undefined}>
            <span className={c.sign}>
              <Sign size={13} stroke={2.4} aria-hidden />
            </span>
            <span className={c.said}>
              {words(line)}
              {TOLD.has(line.outcome) ? (
                <em>{t(`automation.outcome.${line.outcome}`, { defaultValue: line.outcome })}</em>
              ) : (
                <Hidden>{`: ${t(`automation.outcome.${line.outcome}`, { defaultValue: line.outcome })}`}</Hidden>
              )}
            </span>
            {now && line.at && minuteOf(line.at) !== minuteOf(lines[i - 1]?.at) && (
              <time dateTime={line.at}>{shortDateTime(line.at)}</time>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** "Activity added". */
export function useEventName(): (type: string) => string {
  const { t } = useTranslation();
  return (type) => t(`automation.event.${type}`, { defaultValue: type.replace(/[._]/g, " ") });
}
