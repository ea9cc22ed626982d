import { ActionIcon, Button, Group, Tooltip } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AmountInput } from "./AmountInput";
import c from "./quick.module.css";

/** Save, Cancel, and a bin that writes zero, which is a value (B4). */
export function AmountEditor({
  value,
  currency,
  onSave,
  onCancel,
}: {
  value: string | null;
  currency: string;
  onSave: (value: string) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const [amount, setAmount] = useState(value ?? "");
  return (
    <form
      className={c.amountEditor}
      onSubmit={(e) => {
        e.preventDefault();
        if (amount !== "") onSave(amount);
      }}
    >
      <AmountInput
        aria-label={t("opportunity.amount")}
        data-autofocus
        currency={currency}
        value={amount}
        onAmount={setAmount}
        onFocus={(e) => e.currentTarget.select()}
      />
      <Group justify="space-between" gap="xs">
        <Tooltip label={t("opportunity.amount_zero")}>
          <ActionIcon
            variant="subtle"
            color="red"
            size={34}
            aria-label={t("opportunity.amount_zero")}
            onClick={() => onSave("0")}
          >
            <IconTrash size={17} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
        <Group gap="xs">
          <Button variant="default" size="xs" onClick={onCancel}>
            {t("common.cancel")}
          </Button>
          <Button size="xs" type="submit" disabled={amount === ""}>
            {t("common.save")}
          </Button>
        </Group>
      </Group>
    </form>
  );
}
