import { ActionIcon, Button, Group } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/me";
import { AttributeInput } from "@/ui/AttributeInput";
import { Choose } from "./Choose";
import c from "./choose.module.css";
import { useSaying, useVocabulary } from "./naming";

/** Fields and the values that they get; an empty one is cleared. */
export function FieldsEditor({
  value,
  onChange,
  onDone,
}: {
  value: Readonly<Record<string, unknown>>;
  onChange: (value: Record<string, unknown>) => void;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const { settable, members } = useVocabulary();
  const { labelOf } = useSaying();
  const currency = useMe()?.organization.currency ?? "USD";
  const [adding, setAdding] = useState(Object.keys(value).length === 0);
  const people = members.map((one) => ({ id: one.value, name: one.label }));
  const free = settable.filter((field) => !(field.key in value));
  return (
    <div className={c.form}>
      {Object.entries(value).map(([key, held], i) => {
        const field = settable.find((one) => one.key === key);
        return (
          <div key={key} className={c.fieldRow}>
            <AttributeInput
              attribute={field ?? { key, label: labelOf(key), type: "text", options: [], section: "" }}
              value={held}
              onChange={(next) => onChange({ ...value, [key]: next })}
              currency={currency}
              people={people}
              autoFocus={!adding && i === 0}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={30}
              aria-label={t("automation.remove_field", { name: labelOf(key) })}
              onClick={() =>
                onChange(Object.fromEntries(Object.entries(value).filter(([one]) => one !== key)))
              }
            >
              <IconX size={15} />
            </ActionIcon>
          </div>
        );
      })}
      {adding ? (
        <Choose
          label={t("automation.add_field")}
          options={free.map((field) => ({ value: field.key, label: labelOf(field.key) }))}
          chosen={[]}
          onChoose={(key) => {
            onChange({ ...value, [key]: null });
            setAdding(false);
          }}
        />
      ) : (
        <Group justify="space-between">
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            disabled={free.length === 0}
            onClick={() => setAdding(true)}
          >
            {t("automation.add_field")}
          </Button>
          <Button size="compact-sm" onClick={onDone}>
            {t("automation.apply")}
          </Button>
        </Group>
      )}
    </div>
  );
}
