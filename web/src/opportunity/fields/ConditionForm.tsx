import { Alert, Button, Group, Skeleton, Stack } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/ui/announce";
import { ConditionRow } from "./ConditionRow";
import { type Condition, type Field, isComplete, readFilter, writeFilter } from "./conditions";
import { useConditionWords, usePeople } from "./useFields";

/** What can be filtered by: as far as it is known, and whether more will be. */
export type Fields = { fields: readonly Field[]; ready: boolean; failed: boolean };

/** One filter by a field: a new one, or another in its place. */
export function ConditionForm({
  of: { fields, ready, failed },
  filter,
  onDone,
  onCancel,
}: {
  of: Fields;
  /** The filter that is to be changed; null for a new one. */
  filter: string | null;
  onDone: (text: string) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const [condition, setCondition] = useState<Condition | null>(filter === null ? null : readFilter(filter));
  const [tried, setTried] = useState(false);
  const named = fields.some((field) => field.key === condition?.field && field.type === "user");
  const words = useConditionWords(fields, usePeople({ enabled: named }));
  // What a filter says is known once the fields are read.
  const waiting = filter !== null && !ready;
  // The small window opens before its form is there.
  useEffect(() => {
    if (!waiting) form.current?.querySelector<HTMLElement>("[data-autofocus]")?.focus();
  }, [waiting]);

  const submit = (e: FormEvent) => {
    e.preventDefault();
    e.stopPropagation();
    setTried(true);
    if (!condition || !isComplete(condition)) return;
    announce(t(filter === null ? "filter.added" : "filter.changed", { filter: words(condition) }));
    onDone(writeFilter(condition));
  };
  if (waiting) return <Skeleton height={110} radius="md" />;
  return (
    <form ref={form} onSubmit={submit} noValidate style={{ padding: 4 }}>
      <Stack gap="sm">
        <ConditionRow
          fields={fields}
          condition={condition}
          onChange={(next) => {
            if (next.field !== condition?.field || next.op !== condition.op) setTried(false);
            setCondition(next);
          }}
          errors={{
            field: tried && !condition ? t("filter.choose") : undefined,
            value: tried && condition && !isComplete(condition) ? t("filter.empty_value") : undefined,
          }}
          autoFocus={filter === null ? "field" : "value"}
        />
        {failed && (
          <Alert color="red" role="alert">
            {t("filter.fields_failed")}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {t("common.cancel")}
          </Button>
          <Button type="submit">{filter === null ? t("common.add") : t("common.save")}</Button>
        </Group>
      </Stack>
    </form>
  );
}
