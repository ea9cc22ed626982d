import { Alert, Button, Group, Skeleton, Stack } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Me } from "@/lib/types";
import { ConditionRow } from "@/opportunity/fields/ConditionRow";
import { type Condition, isComplete, readFilter, writeFilter } from "@/opportunity/fields/conditions";
import { useConditionWords, useFields, usePeople } from "@/opportunity/fields/useFields";

type Props = {
  team: Me["teams"][number];
  /** The filter that is to be changed; null for a new one. */
  filter: string | null;
  onDone: (text: string, words: string) => void;
  onCancel: () => void;
};

/** One filter: a new one, or another in its place. */
export default function FieldForm({ team, filter, onDone, onCancel }: Props) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const { fields, ready, failed } = useFields(team, { enabled: true });
  const [condition, setCondition] = useState<Condition | null>(filter === null ? null : readFilter(filter));
  const [tried, setTried] = useState(false);
  const words = useConditionWords(fields, usePeople({ enabled: isOfMembers(fields, condition) }));
  // What a filter says is known once the fields are read.
  const waiting = filter !== null && !ready;
  // The small window opens before its form is there.
  useEffect(() => {
    if (!waiting) form.current?.querySelector<HTMLElement>("[data-autofocus]")?.focus();
  }, [waiting]);

  const submit = (e: FormEvent) => {
    e.preventDefault();
    setTried(true);
    if (condition && isComplete(condition)) onDone(writeFilter(condition), words(condition));
  };
  if (waiting) return <Skeleton height={110} radius="md" />;
  return (
    <form ref={form} onSubmit={submit} noValidate>
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

const isOfMembers = (fields: ReturnType<typeof useFields>["fields"], condition: Condition | null): boolean =>
  fields.some((field) => field.key === condition?.field && field.type === "user");
