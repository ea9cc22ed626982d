import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ref } from "@/lib/types";
import { searched } from "./searched";

/** What a server found; `answered` once it is what fits what is asked for now. */
export type Found = { items: readonly Ref[]; answered: boolean };

/** Chooses one of very many by typing; `useFound` asks the server for what fits. */
export function RefPicker({
  label,
  value,
  onChange,
  useFound,
  error,
  placeholder,
}: {
  label: string;
  value: Ref | null;
  onChange: (value: Ref | null) => void;
  useFound: (q: string) => Found;
  error?: string | undefined;
  placeholder?: string;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), 200);
  const found = useFound(q === value?.name ? "" : q);
  const known = new Map([...(value ? [value] : []), ...found.items].map((x) => [x.id, x]));
  return (
    <Select
      label={label}
      placeholder={placeholder}
      searchable
      clearable
      clearButtonProps={{ "aria-label": t("common.clear") }}
      data={[...known.values()].map((x) => ({ value: x.id, label: x.name }))}
      allowDeselect={false}
      selectFirstOptionOnChange
      filter={searched(typed.trim() === q && found.answered)}
      nothingFoundMessage={t("list.nothing_found")}
      value={value?.id ?? null}
      onChange={(id) => onChange(id ? (known.get(id) ?? null) : null)}
      onSearchChange={setTyped}
      error={error}
    />
  );
}
