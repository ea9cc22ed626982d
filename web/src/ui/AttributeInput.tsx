import { Checkbox, MultiSelect, Select, Textarea, TextInput } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import type { Attribute, Ref } from "@/lib/types";
import { DecimalInput } from "./DecimalInput";
import { scaleOf } from "./formats";
import { useCalendar } from "./useCalendar";
import { useFormats } from "./useFormats";
import { WallTimePicker } from "./WallTimePicker";

type Props = {
  attribute: Attribute;
  value: unknown;
  onChange: (value: unknown) => void;
  error?: string | undefined;
  currency: string;
  people: readonly Ref[];
  required?: boolean;
  autoFocus?: boolean;
};

const asText = (value: unknown): string => (value === null || value === undefined ? "" : String(value));

/** A number that a double does not carry unchanged stays text: the server says what is wrong with it. */
const exact = (text: string): number | string => (text.replace(/\D/g, "").length > 15 ? text : Number(text));

/** The input of an attribute, by its type (W16). Gives JSON-plain values: text, number, yes or no, list, null when empty. */
export function AttributeInput({
  attribute,
  value,
  onChange,
  error,
  currency,
  people,
  required,
  autoFocus,
}: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const calendar = useCalendar();
  const common = {
    label: t(`attribute.${attribute.key.replace(".", "_")}`, { defaultValue: attribute.label }),
    error,
    required,
    "data-autofocus": autoFocus || undefined,
  };
  // A clock that is put forward skips an hour; who picks it means the next one.
  const instant = (wall: string): string | null =>
    formats.fromWall(wall) ?? formats.fromWall(dayjs(wall).add(1, "hour").format("YYYY-MM-DD HH:mm:ss"));
  // What is stored stays to be seen where the layout no longer offers it.
  const offered = (kept: readonly string[]): string[] => [
    ...attribute.options,
    ...kept.filter((k) => !attribute.options.includes(k)),
  ];
  const text = (next: string) => onChange(next === "" ? null : next);

  switch (attribute.type) {
    case "long_text":
      return (
        <Textarea
          {...common}
          autosize
          minRows={3}
          maxRows={12}
          value={asText(value)}
          onChange={(e) => text(e.currentTarget.value)}
        />
      );
    case "number":
      return (
        <DecimalInput {...common} value={value} onDecimal={(v) => onChange(v === null ? null : exact(v))} />
      );
    case "money":
      return (
        <DecimalInput
          {...common}
          allowNegative={false}
          decimalScale={scaleOf(currency)}
          thousandSeparator=" "
          leftSection={<span>{formats.sign(currency)}</span>}
          value={value}
          onDecimal={onChange}
        />
      );
    case "date":
      return (
        <DateInput
          {...calendar}
          {...common}
          clearable
          valueFormat="YYYY-MM-DD"
          value={asText(value) || null}
          onChange={(v) => onChange(v)}
        />
      );
    case "datetime":
      return (
        <WallTimePicker
          {...common}
          clearable
          value={value ? formats.toWall(asText(value)) : null}
          onChange={(v) => onChange(v && instant(v))}
        />
      );
    case "boolean":
      // Three states: nothing said yet is not "no".
      return (
        <Select
          {...common}
          clearable={!required}
          clearButtonProps={calendar.clearButtonProps}
          data={[
            { value: "true", label: t("common.yes") },
            { value: "false", label: t("common.no") },
          ]}
          value={value === true ? "true" : value === false ? "false" : null}
          onChange={(v) => onChange(v === null ? null : v === "true")}
        />
      );
    case "choice":
      return (
        <Select
          {...common}
          clearable={!required}
          clearButtonProps={calendar.clearButtonProps}
          searchable={attribute.options.length > 8}
          data={offered(value ? [asText(value)] : [])}
          value={asText(value) || null}
          onChange={onChange}
        />
      );
    case "choices": {
      const kept = Array.isArray(value) ? value.map(String) : [];
      const options = offered(kept);
      const several = (v: string[]) => onChange(v.length > 0 ? v : null);
      return options.length > 6 ? (
        <MultiSelect
          {...common}
          searchable
          clearable
          clearButtonProps={calendar.clearButtonProps}
          data={options}
          value={kept}
          onChange={several}
        />
      ) : (
        <Checkbox.Group
          label={common.label}
          error={error}
          required={required}
          value={kept}
          onChange={several}
        >
          {options.map((option, i) => (
            <Checkbox
              key={option}
              value={option}
              label={option}
              mt={6}
              data-autofocus={(autoFocus && i === 0) || undefined}
            />
          ))}
        </Checkbox.Group>
      );
    }
    case "user": {
      const known = people.some((p) => p.id === value);
      return (
        <Select
          {...common}
          searchable
          clearable={!required}
          clearButtonProps={calendar.clearButtonProps}
          data={[
            ...people.map((p) => ({ value: p.id, label: p.name })),
            ...(value && !known ? [{ value: asText(value), label: t("timeline.someone") }] : []),
          ]}
          value={asText(value) || null}
          onChange={onChange}
        />
      );
    }
    default:
      return (
        <TextInput
          {...common}
          {...KINDS[attribute.type]}
          value={asText(value)}
          onChange={(e) => text(e.currentTarget.value)}
        />
      );
  }
}

// `type` stays text where a browser's own check would speak before ours.
const KINDS: Record<
  string,
  { inputMode: "email" | "tel" | "url"; autoComplete: string; placeholder: string }
> = {
  email: { inputMode: "email", autoComplete: "off", placeholder: "name@example.com" },
  phone: { inputMode: "tel", autoComplete: "off", placeholder: "+1 555 010 0100" },
  link: { inputMode: "url", autoComplete: "off", placeholder: "https://" },
};

/** The same rule as the server's (W6): zero and no are values, white space is not. */
export function isFilled(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (typeof value === "string") return /[^\p{Z}\p{C}\s]/u.test(value);
  return Array.isArray(value) ? value.some(isFilled) : true;
}
