import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/me";
import { type Condition as Asked, takesValue } from "@/opportunity/fields/conditions";
import { ME, useConditionWords } from "@/opportunity/fields/useFields";
import { useFormats } from "@/ui/useFormats";
import { type Condition, type Duration, isGroup, type Step, type Target, type Trigger } from "./recipe";
import { filled, spanOf, stepKey, triggerKey } from "./sentences";
import type { Vocabulary } from "./vocabulary";

type Naming = { vocabulary: Vocabulary; names: Readonly<Record<string, string>> };
const Context = createContext<Naming | null>(null);

/** What ids are called: as the vocabulary has it, else as the document's own names say. */
export function NamingProvider({ vocabulary, names, children }: Naming & { children: ReactNode }) {
  const value = useMemo(() => ({ vocabulary, names }), [vocabulary, names]);
  return <Context value={value}>{children}</Context>;
}

export function useVocabulary(): Vocabulary {
  const naming = useContext(Context);
  if (!naming) throw new Error("outside of the names");
  return naming.vocabulary;
}

const LONG = 140;
const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const short = (text: string): string => (text.length > LONG ? `${text.slice(0, LONG - 1)}…` : text);

export type Saying = ReturnType<typeof useSaying>;

/** Everything of a recipe in the reader's words. */
export function useSaying() {
  const { t } = useTranslation();
  const naming = useContext(Context);
  if (!naming) throw new Error("outside of the names");
  const { vocabulary, names } = naming;
  const formats = useFormats();
  const currency = useMe()?.organization.currency ?? "USD";
  const people = useMemo(
    () => [
      { id: ME, name: t("filter.me") },
      ...vocabulary.members.map((one) => ({ id: one.value, name: one.label })),
    ],
    [vocabulary, t],
  );
  const conditionWords = useConditionWords(vocabulary.fields, people);

  return useMemo(() => {
    const list = (items: readonly string[], type: "conjunction" | "disjunction"): string =>
      new Intl.ListFormat(formats.locale, { type }).format(items);
    const nameOf = (id: string): string => vocabulary.names.get(id) ?? names[id] ?? t("automation.gone");
    const labelOf = (key: string): string => {
      const field = vocabulary.fields.find((one) => one.key === key);
      return field?.builtIn ? t(`attribute.${key.replace(".", "_")}`) : (field?.label ?? key);
    };

    const span = (duration: Duration | null | undefined): string | null => {
      const found = duration ? spanOf(duration) : null;
      return found && t(`automation.unit.${found.unit}`, { count: found.count });
    };
    const target = (to: Target | undefined): string | null => {
      if (to?.member) return nameOf(to.member);
      if (to?.team) return nameOf(to.team);
      if (to?.person) return t(`automation.person.${to.person}`);
      return to?.role ? t(`automation.everyone.${to.role}`) : null;
    };
    const clock = (at: string): string => at;

    const triggerSlot = (trigger: Trigger, slot: string): string => {
      const any = (key: string) => t(`automation.empty.${key}`);
      switch (slot) {
        case "team":
          return trigger.team ? nameOf(trigger.team) : any("team");
        case "fields":
          return trigger.fields?.length ? list(trigger.fields.map(labelOf), "disjunction") : any("fields");
        case "from":
        case "to": {
          const id = trigger[slot];
          return id ? nameOf(id) : any(trigger.type === "stage_changed" ? "stage_any" : "step_any");
        }
        case "status":
          return trigger.status ? t(`automation.status.${trigger.status}`) : any("status");
        case "activity_type":
          return trigger.activity_type
            ? t("automation.type_is", { name: trigger.activity_type })
            : any("activity_type");
        case "cause":
          return trigger.cause ? t(`automation.cause.${trigger.cause}`) : any("cause");
        case "every":
          return trigger.every ? t(`automation.every.${trigger.every}`) : any("every");
        case "weekdays":
          return trigger.weekdays?.length
            ? list(
                trigger.weekdays.map((one) => t(`automation.weekday.${one}`)),
                "conjunction",
              )
            : any("weekdays");
        case "day":
          return trigger.day ? String(trigger.day) : any("day");
        case "at":
          return trigger.at ? clock(trigger.at) : any("at");
        default:
          return "";
      }
    };

    const value = (key: string, held: unknown, inCurrency = currency): string => {
      const field = vocabulary.fields.find((one) => one.key === key);
      const one = (single: unknown): string => {
        if (typeof single === "boolean") return t(single ? "common.yes" : "common.no");
        if (field?.type === "user") return ID.test(String(single)) ? nameOf(String(single)) : String(single);
        if (field?.type === "money" && !Number.isNaN(Number(single)))
          return formats.money(String(single), inCurrency);
        if (field?.type === "date" || field?.type === "datetime") {
          const text = String(single);
          if (Number.isNaN(Date.parse(text))) return text;
          return text.length === 10 ? formats.plainDate(text) : formats.shortDateTime(text);
        }
        return t("automation.quoted", { text: short(String(single)) });
      };
      return Array.isArray(held) ? list(held.map(one), "conjunction") : one(held);
    };
    /** What a condition found: the server has named what ids stand for, and spelled all else as text. */
    const found = (key: string, held: unknown, inCurrency?: string): string => {
      const field = vocabulary.fields.find((one) => one.key === key);
      if (field?.type === "boolean") return value(key, held === "true");
      if (typeof held === "string" && field?.names) return field.names[held] ?? held;
      return value(key, held, inCurrency);
    };
    const written = (key: string, held: unknown): string =>
      held === null || held === ""
        ? t("automation.field_clear", { field: labelOf(key) })
        : t("automation.field_to", { field: labelOf(key), value: value(key, held) });

    const writtenAll = (fields: Readonly<Record<string, unknown>> = {}): string | null => {
      const all = Object.entries(fields);
      return all.length > 0
        ? list(
            all.map(([key, held]) => written(key, held)),
            "conjunction",
          )
        : null;
    };

    const where = (step: Step): string | null => {
      const kind = (["step", "stage", "transition"] as const).find((one) => step[one]);
      if (!kind) return null;
      const said = t(`automation.target.${kind}`, { name: nameOf(step[kind] ?? "") });
      return step.reason
        ? t("automation.target_because", { target: said, reason: short(step.reason) })
        : said;
    };
    const whose = (step: Step): string | null => {
      if (typeof step.whose === "string") return t(`automation.whose.${step.whose}`);
      const name = target(step.whose);
      return name && t("automation.whose.with", { name });
    };
    const owner = (step: Step): string | null => {
      if (step.do !== "set_owner") return target(step.owner);
      if (step.member === null) return t("automation.nobody");
      return target({
        ...(step.member && { member: step.member }),
        ...(step.person && { person: step.person }),
      });
    };
    const quoted = (text: string | undefined): string | null =>
      text?.trim() ? t("automation.quoted", { text: short(text.trim()) }) : null;

    const stepSlot = (step: Step, slot: string): string => {
      const ask = (key: string) => t(`automation.empty.${key}`);
      switch (slot) {
        case "to":
          return target(step.to) ?? ask("to");
        case "duration":
          return span(step) ?? ask(step.do === "share" ? "duration_usual" : "duration");
        case "access":
          return t(`automation.access.${step.access ?? "view"}`);
        case "whose":
          return whose(step) ?? ask("whose");
        case "fields":
          return writtenAll(step.fields) ?? ask("set");
        case "attributes": {
          const all = writtenAll(step.attributes);
          return all ? t("automation.setting", { fields: all }) : ask("attributes");
        }
        case "target":
          return where(step) ?? ask("target");
        case "owner":
          return owner(step) ?? ask("owner");
        case "title":
          return quoted(step.title) ?? ask("title");
        case "due": {
          const after = span(step.due);
          return after ? t("automation.within", { span: after }) : ask("due");
        }
        case "remind": {
          const after = span(step.remind);
          return after ? t("automation.reminder", { span: after }) : ask("remind");
        }
        case "type":
          return step.type?.trim() ? t("automation.type_is", { name: step.type.trim() }) : ask("type");
        case "text":
          return quoted(step.text) ?? ask(step.do === "log_activity" ? "activity_text" : "text");
        case "url":
          return step.url?.trim() ? short(step.url.trim()) : ask("url");
        case "conditions":
          return step.if?.length ? conditions(step.if) : ask("conditions");
        default:
          return "";
      }
    };

    const condition = (one: Condition): string => {
      if (isGroup(one)) return list(one.any.map(condition), "disjunction");
      if (!one.field) return t("automation.condition_new");
      const asked = { ...one, value: String(one.value ?? "") } as Asked;
      return conditionWords(takesValue(asked.op) && asked.value === "" ? { ...asked, value: "…" } : asked);
    };
    const conditions = (all: readonly Condition[]): string => list(all.map(condition), "conjunction");

    const trigger = (one: Trigger): string =>
      one.type
        ? filled(t(`automation.when.${triggerKey(one)}`, { defaultValue: one.type }), (slot) =>
            triggerSlot(one, slot),
          )
        : t("automation.choose_trigger");
    const step = (one: Step): string =>
      filled(t(`automation.then.${stepKey(one)}`, { defaultValue: one.do }), (slot) => stepSlot(one, slot));

    return {
      nameOf,
      labelOf,
      span,
      target,
      triggerSlot,
      stepSlot,
      found,
      condition,
      conditions,
      trigger,
      step,
      list,
    };
  }, [t, formats, currency, vocabulary, names, conditionWords]);
}
