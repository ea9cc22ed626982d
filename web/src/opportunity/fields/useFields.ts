import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/me";
import type { Ref } from "@/lib/types";
import { useFormats } from "@/ui/useFormats";
import { peopleQuery, teamQuery } from "../api";
import { workflowQuery } from "../useStages";
import { type Condition, type Field, fieldsOf, readFilter, takesValue, wordOf } from "./conditions";

export const ME = "me";
const DAY = /^\d{4}-\d\d-\d\d$/;

/** What the opportunities of a team can be filtered by: of its workflow, and built-in. Read only once it is asked for. */
export function useFields(team: { id: string; deal_amount: boolean }, { enabled }: { enabled: boolean }) {
  const { data: told, isError: lost } = useQuery({ ...teamQuery(team.id), enabled });
  const id = told?.workflow?.id;
  const { data: workflow, isError } = useQuery({ ...workflowQuery(id ?? ""), enabled: enabled && !!id });
  const layout = workflow?.graph?.attributes;
  const fields = useMemo(
    () => fieldsOf(layout ?? [], { amounts: team.deal_amount }),
    [layout, team.deal_amount],
  );
  return { fields, ready: !!workflow || isError || lost, failed: isError || lost };
}

export function useLabel(): (field: Field) => string {
  const { t } = useTranslation();
  return (field) => (field.builtIn ? t(`attribute.${field.key.replace(".", "_")}`) : field.label);
}

/** The members, and "me", whoever looks. */
export function usePeople({ enabled }: { enabled: boolean }): readonly Ref[] {
  const { t } = useTranslation();
  const { data } = useQuery({ ...peopleQuery, enabled });
  return [{ id: ME, name: t("filter.me") }, ...(data?.items ?? [])];
}

/** A condition in words: "Budget is at least 100". */
export function useConditionWords(
  fields: readonly Field[],
  people: readonly Ref[],
): (condition: Condition) => string {
  const { t } = useTranslation();
  const label = useLabel();
  const formats = useFormats();
  const currency = useMe()?.organization.currency ?? "USD";

  const one = (field: Field, value: string): string => {
    if (field.names) return field.names[value] ?? value;
    switch (field.type) {
      case "user":
        return people.find((p) => p.id === value)?.name ?? t("timeline.someone");
      case "boolean":
        return value === "true" ? t("common.yes") : value === "false" ? t("common.no") : value;
      case "money":
        return Number.isNaN(Number(value)) ? value : formats.money(value, currency);
      case "number":
        return Number.isNaN(Number(value)) ? value : numberIn(formats.locale, value);
      case "date":
      case "datetime":
        return dayOr(value);
      default:
        return value;
    }
  };
  const dayOr = (value: string): string => {
    if (Number.isNaN(Date.parse(value))) return value;
    return DAY.test(value) ? formats.plainDate(value) : formats.shortDateTime(value);
  };
  const several = (field: Field, value: string): string =>
    new Intl.ListFormat(formats.locale, { type: "disjunction" }).format(
      value.split(",").map((each) => one(field, each.trim())),
    );

  return ({ field: key, op, value }) => {
    const field = fields.find((f) => f.key === key);
    const names = {
      field: field ? label(field) : key,
      operator: t(`filter.op_${wordOf(field?.type ?? "text", op)}`),
    };
    if (!takesValue(op)) return t("filter.chip_bare", names);
    const said = !field ? value : op === "any" ? several(field, value) : one(field, value);
    return t("filter.chip", { ...names, value: said });
  };
}

/** Filters in words, as they stand in the address; what can't be read stands as it is. */
export function useFilterWords(
  fields: readonly Field[],
  filters: readonly string[],
): (text: string) => string {
  const users = new Set(fields.filter((field) => field.type === "user").map((field) => field.key));
  const named = filters.some((text) => users.has(readFilter(text)?.field ?? ""));
  const inWords = useConditionWords(fields, usePeople({ enabled: named }));
  return (text) => {
    const condition = readFilter(text);
    return condition ? inWords(condition) : text;
  };
}

const numberIn = (locale: string, value: string): string =>
  // A string keeps its digits where a float would not; the types know only numbers.
  new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }).format(value as unknown as number);
