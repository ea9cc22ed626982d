import { Button, Group, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { WholeInput } from "@/ui/WholeInput";
import c from "./choose.module.css";
import { useVocabulary } from "./naming";
import type { Duration } from "./recipe";
import { durationOf, spanOf, type Unit } from "./sentences";

const UNITS: readonly Unit[] = ["minutes", "hours", "days", "weeks"];

/** A number and its unit; or, where it may be, none. */
export function DurationEditor({
  value,
  none,
  onChange,
  onDone,
}: {
  value: Duration | null | undefined;
  /** What it is called to have none, where that may be. */
  none?: string | undefined;
  onChange: (value: Duration | null) => void;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const span = value ? spanOf(value) : null;
  const [unit, setUnit] = useState<Unit>(span?.unit ?? "days");
  const [count, setCount] = useState<number | null>(span?.count ?? null);
  const say = (how: number | null, next: Unit) => {
    setCount(how);
    setUnit(next);
    if (how !== null) onChange(durationOf({ count: how, unit: next }));
  };
  return (
    <form
      className={c.form}
      onSubmit={(e) => {
        e.preventDefault();
        onDone();
      }}
    >
      <div className={c.duration}>
        <WholeInput
          label={t("automation.amount_of")}
          data-autofocus
          max={5_256_000}
          value={count}
          onWhole={(how) => say(how, unit)}
        />
        <NativeSelect
          label={t("automation.unit_label")}
          value={unit}
          data={UNITS.map((one) => ({ value: one, label: t(`automation.units.${one}`) }))}
          onChange={(e) => say(count, e.currentTarget.value as Unit)}
        />
      </div>
      <Group justify={none ? "space-between" : "flex-end"} gap={8}>
        {none && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            onClick={() => {
              onChange(null);
              onDone();
            }}
          >
            {none}
          </Button>
        )}
        <Button type="submit" size="compact-sm">
          {t("automation.apply")}
        </Button>
      </Group>
    </form>
  );
}

/** A text, with buttons for what is filled in when it runs. */
export function TextEditor({
  label,
  value,
  long = false,
  example,
  hint,
  placeholders = true,
  onChange,
  onDone,
}: {
  label: string;
  value: string;
  long?: boolean;
  example?: string | undefined;
  hint?: string | undefined;
  placeholders?: boolean;
  onChange: (value: string) => void;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const { words } = useVocabulary();
  const input = useRef<(HTMLInputElement & HTMLTextAreaElement) | null>(null);
  const insert = (name: string) => {
    const field = input.current;
    const from = field?.selectionStart ?? value.length;
    const to = field?.selectionEnd ?? value.length;
    onChange(`${value.slice(0, from)}{${name}}${value.slice(to)}`);
    const caret = from + name.length + 2;
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(caret, caret);
    });
  };
  const common = {
    ref: input,
    label,
    "data-autofocus": true,
    dir: "auto" as const,
    value,
    ...(example && { placeholder: example }),
    ...(hint && { description: hint }),
  };
  return (
    <form
      className={c.form}
      onSubmit={(e) => {
        e.preventDefault();
        onDone();
      }}
    >
      {long ? (
        <Textarea
          {...common}
          autosize
          minRows={3}
          maxRows={10}
          maxLength={10_000}
          onChange={(e) => onChange(e.currentTarget.value)}
          onKeyDown={(e) => {
            if (e.key === "Enter" && (e.metaKey || e.ctrlKey)) onDone();
          }}
        />
      ) : (
        <TextInput {...common} maxLength={2000} onChange={(e) => onChange(e.currentTarget.value)} />
      )}
      {placeholders && (
        <fieldset className={c.placeholders} aria-label={t("automation.placeholders")}>
          <span aria-hidden>{t("automation.placeholders")}</span>
          {words.placeholders.map((name) => (
            <button
              key={name}
              type="button"
              title={t("automation.placeholders_hint")}
              onClick={() => insert(name)}
            >
              {t(`automation.placeholder.${name}`, { defaultValue: name })}
            </button>
          ))}
        </fieldset>
      )}
      <Group justify="flex-end">
        <Button type="submit" size="compact-sm">
          {t("automation.apply")}
        </Button>
      </Group>
    </form>
  );
}
