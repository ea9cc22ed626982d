import { MultiSelect, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/me";
import type { Ref } from "@/lib/types";
import { AttributeInput } from "@/ui/AttributeInput";
import { useCalendar } from "@/ui/useCalendar";
import c from "./condition.module.css";
import {
  type Condition,
  type Field,
  inputOf,
  inputTypeOf,
  type Operator,
  operatorsFor,
  optionsFor,
  takesValue,
  textOf,
  withOperator,
  wordOf,
} from "./conditions";
import { useLabel, usePeople } from "./useFields";

type Props = {
  fields: readonly Field[];
  /** Null until a field is chosen. */
  condition: Condition | null;
  onChange: (condition: Condition) => void;
  errors?: { field?: string | undefined; value?: string | undefined };
  /** Where a window that holds it puts the focus: to choose a field, or to change what it is compared with. */
  autoFocus?: "field" | "value" | undefined;
};

/** A field, an operator and what it is compared with: side by side where there is room, else below each other. */
export function ConditionRow({ fields, condition, onChange, errors = {}, autoFocus }: Props) {
  const { t } = useTranslation();
  const label = useLabel();
  // A field that is gone is still shown for what it was.
  const lost = condition && !fields.some((f) => f.key === condition.field) ? gone(condition.field) : null;
  const offered = lost ? [...fields, lost] : fields;
  const field = offered.find((f) => f.key === condition?.field);
  const choose = (key: string | null) => {
    const chosen = offered.find((f) => f.key === key);
    if (!chosen || chosen === field) return;
    onChange({ field: chosen.key, op: operatorsFor(chosen)[0] ?? "is", value: "" });
  };
  return (
    <div className={c.row}>
      <Select
        label={t("filter.field")}
        placeholder={t("filter.choose")}
        data={grouped(offered, label, t("edit.general"))}
        value={condition?.field ?? null}
        onChange={choose}
        searchable
        allowDeselect={false}
        maxDropdownHeight={300}
        nothingFoundMessage={t("filter.nothing_found")}
        error={errors.field}
        selectFirstOptionOnChange
        data-autofocus={autoFocus === "field" || undefined}
      />
      {condition && field && (
        <Select
          label={t("filter.condition")}
          data={[...new Set([...operatorsFor(field), condition.op])].map((op) => ({
            value: op,
            label: t(`filter.op_${wordOf(field.type, op)}`),
          }))}
          value={condition.op}
          onChange={(op) => op && onChange(withOperator(condition, op as Operator))}
          allowDeselect={false}
          data-autofocus={(autoFocus === "value" && !takesValue(condition.op)) || undefined}
        />
      )}
      {condition && field && (
        <ValueInput
          field={field}
          condition={condition}
          onChange={onChange}
          error={errors.value}
          autoFocus={autoFocus === "value"}
        />
      )}
    </div>
  );
}

type ValueProps = {
  field: Field;
  condition: Condition;
  onChange: (condition: Condition) => void;
  error: string | undefined;
  autoFocus: boolean;
};

function ValueInput({ field, condition, onChange, error, autoFocus }: ValueProps) {
  const { t } = useTranslation();
  const currency = useMe()?.organization.currency ?? "USD";
  const people = usePeople({ enabled: field.type === "user" });
  const { clearButtonProps } = useCalendar();
  const { op, value } = condition;
  const input = inputTypeOf(field.type, op, value);
  if (!input) return null;
  const named = namedOptions(field, people);
  const say = (next: unknown) => onChange({ ...condition, value: textOf(next) });
  if (named && input === "choices")
    return (
      <MultiSelect
        label={t("filter.value")}
        data={named}
        value={(inputOf(input, value) as string[] | null) ?? []}
        onChange={say}
        searchable
        clearable
        clearButtonProps={clearButtonProps}
        error={error}
        data-autofocus={autoFocus || undefined}
      />
    );
  if (field.names && named && input === "choice")
    return (
      <Select
        label={t("filter.value")}
        data={named}
        value={value || null}
        onChange={say}
        searchable
        error={error}
        data-autofocus={autoFocus || undefined}
      />
    );
  return (
    <AttributeInput
      key={`${field.key} ${input}`}
      attribute={{
        ...field,
        key: "filter_value",
        label: t("filter.value"),
        type: input,
        options: optionsFor(field, op),
      }}
      value={inputOf(input, value)}
      onChange={say}
      error={error}
      currency={currency}
      people={people}
      autoFocus={autoFocus}
    />
  );
}

/** Members and what has an id are chosen by name. */
function namedOptions({ type, options, names }: Field, people: readonly Ref[]) {
  if (type === "user") return people.map((p) => ({ value: p.id, label: p.name }));
  return names && options.map((option) => ({ value: option, label: names[option] ?? option }));
}

const gone = (key: string): Field => ({ key, label: key, type: "text", options: [], section: "" });

/** Under the names of their sections; of a section that comes twice the fields stand together. */
function grouped(fields: readonly Field[], label: (field: Field) => string, general: string) {
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const field of fields) {
    const name = field.section || general;
    groups.set(name, [...(groups.get(name) ?? []), { value: field.key, label: label(field) }]);
  }
  return [...groups].map(([group, items]) => ({ group, items }));
}
