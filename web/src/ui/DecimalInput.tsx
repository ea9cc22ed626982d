import { NumberInput, type NumberInputProps } from "@mantine/core";
import { useState } from "react";

type Props = Omit<NumberInputProps, "value" | "onChange" | "onValueChange" | "defaultValue"> & {
  value: unknown;
  /** What was typed, as exact text with a point; null when it is empty or not yet a number. */
  onDecimal: (text: string | null) => void;
};

const plain = (value: unknown): string =>
  value === null || value === undefined
    ? ""
    : /e/i.test(String(value))
      ? Number(value)
          .toFixed(20)
          .replace(/\.?0+$/, "")
      : String(value);
const same = (a: string, b: string): boolean => a === b || (a !== "" && b !== "" && Number(a) === Number(b));

/** A number as a person types it: "0.0" on the way to "0.05" stays as it is, and a comma is a point. */
export function DecimalInput({ value, onDecimal, ...rest }: Props) {
  const [typed, setTyped] = useState(plain(value));
  const said = /\d/.test(typed) ? typed.replace(/\.$/, "") : "";
  // Another value from outside, not the echo of what is being typed.
  const shown = same(said, plain(value)) ? typed : plain(value);
  return (
    <NumberInput
      hideControls
      inputMode="decimal"
      allowedDecimalSeparators={[".", ","]}
      {...rest}
      value={shown}
      onValueChange={({ value: text }, { source }) => {
        // Formatting alone is not typing.
        if (source === "prop") return;
        setTyped(text);
        onDecimal(/\d/.test(text) ? text.replace(/\.$/, "") : null);
      }}
    />
  );
}
