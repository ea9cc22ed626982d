import { ActionIcon, Button, Group } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/me";
import { AttributeInput, isFilled } from "@/ui/AttributeInput";
import { Choose } from "./Choose";
import c from "./choose.module.css";
import { useSaying, useVocabulary } from "./naming";

const NONE: readonly string[] = [];

/** Fields and the values that they get; an empty one is cleared, but for those that are asked for: they are left as they are. */
export function FieldsEditor({
  value,
  asked = NONE,
  onChange,
  onDone,
}: {
  value: Readonly<Record<string, unknown>>;
  asked?: readonly string[];
  onChange: (value: Record<string, unknown>) => void;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const { settable, members } = useVocabulary();
  const { labelOf } = useSaying();
  const shown = [...new Set([...asked, ...Object.keys(value)])];
  const currency = useMe()?.organization.currency ?? "USD";
  const [adding, setAdding] = useState(shown.length === 0);
  const people = members.map((one) => ({ id: one.value, name: one.label }));
  const free = settable.filter((field) => !shown.includes(field.key));
  const without = (key: string) => Object.fromEntries(Object.entries(value).filter(([one]) => one !== key));
  return (
    <div className={c.form}>
      {asked.length > 0 && <p className={c.hint}>{t("automation.asked_hint")}</p>}
      {shown.map((key, i) => {
        const field = settable.find((one) => one.key === key);
        const wanted = asked.includes(key);
        return (
          <div key={key} className={c.fieldRow} data-asked={wanted || undefined}>
            <AttributeInput
              attribute={field ?? { key, label: labelOf(key), type: "text", options: [], section: "" }}
              value={value[key] ?? null}
              onChange={(next) =>
                onChange(wanted && !isFilled(next) ? without(key) : { ...value, [key]: next })
              }
              currency={currency}
              people={people}
              autoFocus={!adding && i === 0}
            />
            {!wanted && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size={30}
                aria-label={t("automation.remove_field", { name: labelOf(key) })}
                onClick={() => onChange(without(key))}
              >
                <IconX size={15} />
              </ActionIcon>
            )}
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
