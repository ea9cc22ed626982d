import { Checkbox, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { BUILT_IN, type Doc } from "./document";
import { toggled } from "./lists";
import c from "./pick.module.css";

export type Choice = { id: string; label: string };
type Group = { id: string; name: string; choices: Choice[] };
const SEARCH_FROM = 16;

/** What a label reads like: built-in ones in the reader's language. */
export function useAttributeName(): (doc: Doc, id: string) => string {
  const { t } = useTranslation();
  return (doc, id) => {
    for (const section of doc.sections)
      for (const one of section.attributes) if (one.id === id) return one.label || one.key;
    return t(`workflow.built_in.${id.replace(".", "_")}`, { defaultValue: id });
  };
}

export function useGroups(doc: Doc): Group[] {
  const { t } = useTranslation();
  const name = useAttributeName();
  return [
    {
      id: "",
      name: t("workflow.built_in_group"),
      choices: BUILT_IN.map(({ key }) => ({ id: key, label: name(doc, key) })),
    },
    ...doc.sections
      .filter((section) => section.attributes.length > 0)
      .map((section) => ({
        id: section.id,
        name: section.name,
        choices: section.attributes.map((one) => ({ id: one.id, label: one.label || one.key })),
      })),
  ];
}

/** Attributes to tick, by section; the built-in ones take part like the others (W16). */
export function AttributePicker({
  label,
  hint,
  doc,
  value,
  onChange,
  error,
}: {
  label: string;
  hint?: string;
  doc: Doc;
  value: readonly string[];
  onChange: (value: string[]) => void;
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [q, setQ] = useState("");
  const groups = useGroups(doc);
  const total = groups.reduce((sum, group) => sum + group.choices.length, 0);
  const fits = (choice: Choice) => choice.label.toLowerCase().includes(q.trim().toLowerCase());
  return (
    <fieldset className={c.picker} data-field="attributes">
      <legend>
        {label}
        <span className="tnum">{t("workflow.of", { count: value.length, total })}</span>
      </legend>
      {hint && <p className={c.hint}>{hint}</p>}
      {error && (
        <p className={c.error} role="alert">
          {error}
        </p>
      )}
      {total >= SEARCH_FROM && (
        <TextInput
          size="xs"
          type="search"
          leftSection={<IconSearch size={14} aria-hidden />}
          aria-label={t("workflow.find_attribute")}
          placeholder={t("workflow.find_attribute")}
          value={q}
          onChange={(e) => setQ(e.currentTarget.value)}
        />
      )}
      {groups.map((group, i) => {
        const shown = group.choices.filter(fits);
        if (shown.length === 0) return null;
        const ids = group.choices.map((one) => one.id);
        const ticked = ids.filter((one) => value.includes(one)).length;
        const all = ticked === ids.length;
        return (
          <section key={group.id} className={c.group} aria-labelledby={`${id}-${i}`}>
            <Checkbox
              size="xs"
              className={c.all}
              checked={all}
              indeterminate={ticked > 0 && !all}
              label={<b id={`${id}-${i}`}>{group.name}</b>}
              onChange={() =>
                onChange(
                  all
                    ? value.filter((one) => !ids.includes(one))
                    : [...value, ...ids.filter((one) => !value.includes(one))],
                )
              }
            />
            <div className={c.choices}>
              {shown.map((choice) => (
                <Checkbox
                  key={choice.id}
                  size="xs"
                  label={<bdi>{choice.label}</bdi>}
                  checked={value.includes(choice.id)}
                  onChange={() => onChange(toggled(value, choice.id))}
                />
              ))}
            </div>
          </section>
        );
      })}
    </fieldset>
  );
}
