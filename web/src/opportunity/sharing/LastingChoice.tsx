import { Group, Select } from "@mantine/core";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { Hidden } from "@/ui/bits";
import { LaterPicker } from "@/ui/LaterPicker";
import { WholeInput } from "@/ui/WholeInput";
import { choicesOf, type Lasting, same, type Unit, wordsOf } from "./lasting";
import type { Terms } from "./shapes";
import c from "./sharing.module.css";

const UNITS: Unit[] = ["minutes", "hours", "days"];

/** One of a row of small choices. */
export function ChipRow<V extends string>({
  label,
  value,
  options,
  onChange,
  children,
}: {
  label: string;
  value: V;
  options: readonly { value: V; label: string }[];
  onChange: (value: V) => void;
  children?: ReactNode;
}) {
  const name = useId();
  return (
    <fieldset className={c.chips}>
      <legend>{label}</legend>
      <div className={c.chipRow}>
        {options.map((x) => (
          <label key={x.value} className={c.chip}>
            <input
              type="radio"
              name={name}
              value={x.value}
              checked={x.value === value}
              onChange={() => onChange(x.value)}
            />
            <span>{x.label}</span>
          </label>
        ))}
      </div>
      {children}
    </fieldset>
  );
}

const keyOf = (x: { amount: number; unit: Unit }): string => `${x.amount} ${x.unit}`;

/** For how long, or until when: durations to choose, one's own, or an instant by the wall clock. */
export function LastingChoice({
  label,
  value,
  onChange,
  terms,
  from,
  error,
}: {
  label: string;
  value: Lasting;
  onChange: (value: Lasting) => void;
  terms: Pick<Terms, "default_days" | "maximum_days">;
  /** What it counts from, for the first day that can be chosen; now if not said. */
  from?: string | undefined;
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  const choices = choicesOf(terms);
  const chosen = value.kind === "for" ? (choices.find((x) => same(x, value)) ?? choices[0]) : undefined;
  const choose = (key: string) => {
    const found = choices.find((x) => keyOf(x) === key);
    if (found) onChange({ kind: "for", ...found });
    else if (key === "custom") onChange({ kind: "custom", amount: 2, unit: "days" });
    else onChange({ kind: "until", wall: null });
  };
  return (
    <ChipRow
      label={label}
      value={chosen ? keyOf(chosen) : value.kind}
      options={[
        ...choices.map((x) => {
          const words = wordsOf(x);
          return { value: keyOf(x), label: t(words.key, { count: words.count }) };
        }),
        { value: "custom", label: t("share.custom") },
        { value: "until", label: t("share.until_choice") },
      ]}
      onChange={choose}
    >
      {value.kind === "custom" && (
        <Group gap="xs" mt={8} align="flex-start" wrap="nowrap">
          <WholeInput
            aria-label={t("share.amount")}
            w={110}
            size="sm"
            classNames={{ error: c.beyond ?? "" }}
            value={value.amount}
            onWhole={(amount) => onChange({ ...value, amount })}
            error={error}
          />
          <Select
            aria-label={t("share.unit")}
            w={130}
            size="sm"
            allowDeselect={false}
            data={UNITS.map((unit) => ({ value: unit, label: t(`share.unit_${unit}`) }))}
            value={value.unit}
            onChange={(unit) => unit && onChange({ ...value, unit: unit as Unit })}
          />
        </Group>
      )}
      {value.kind === "until" && (
        <LaterPicker
          label={t("share.until_choice")}
          placeholder={t("share.until_placeholder")}
          from={from}
          value={value.wall}
          onChange={(wall) => onChange({ kind: "until", wall })}
          error={error}
        />
      )}
      {value.kind === "for" && error && (
        <p className={c.fieldError} role="alert">
          {error}
        </p>
      )}
      <Hidden>{t("share.at_most", { count: terms.maximum_days })}</Hidden>
    </ChipRow>
  );
}
