import type { NumberInputProps } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DecimalInput } from "./DecimalInput";

type Props = Omit<NumberInputProps, "value" | "onChange" | "onValueChange" | "defaultValue"> & {
  value: number | null;
  /** Null while the field is empty, or holds what is no whole number from `min` to `max`; it says so by itself then. */
  onWhole: (value: number | null) => void;
  min?: number;
  max?: number;
};

/** A whole number. What is none stays as it was typed and is said: 1.5 never becomes 15, nor 0 a 1. */
export function WholeInput({ value, onWhole, min = 1, max, error, ...rest }: Props) {
  const { t } = useTranslation();
  const [wrong, setWrong] = useState<string | null>(null);
  const read = (text: string | null) => {
    const n = text !== null && /^\d+$/.test(text) ? Number(text) : null;
    const is = n !== null && n >= min && n <= (max ?? Number.MAX_SAFE_INTEGER) ? n : null;
    setWrong(is === null ? text : null);
    onWhole(is);
  };
  const said = max === undefined ? t("form.whole", { min }) : t("form.whole_to", { min, max });
  return (
    <DecimalInput
      hideControls={false}
      inputMode="numeric"
      {...rest}
      min={min}
      {...(max === undefined ? {} : { max })}
      clampBehavior="none"
      value={value ?? wrong}
      onDecimal={read}
      error={value === null && wrong !== null ? said : error}
    />
  );
}
