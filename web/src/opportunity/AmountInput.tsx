import { NumberInput, type NumberInputProps } from "@mantine/core";
import { scaleOf } from "@/ui/formats";
import { useFormats } from "@/ui/useFormats";

type Props = Omit<NumberInputProps, "value" | "onChange" | "onValueChange" | "defaultValue"> & {
  currency: string;
  /** Exact text with a point; empty where nothing is said. */
  value: string;
  onAmount: (value: string) => void;
};

/** An amount in the organization's currency, none below zero. */
export function AmountInput({ currency, value, onAmount, ...rest }: Props) {
  const { sign } = useFormats();
  return (
    <NumberInput
      hideControls
      allowNegative={false}
      decimalScale={scaleOf(currency)}
      thousandSeparator
      leftSection={<span>{sign(currency)}</span>}
      value={value}
      onValueChange={(v) => onAmount(v.value)}
      {...rest}
    />
  );
}
