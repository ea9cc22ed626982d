import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ref } from "@/lib/types";

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
  useFound: (q: string) => readonly Ref[];
  error?: string | undefined;
  placeholder?: string;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), 200);
  const found = useFound(q === value?.name ? "" : q);
  const known = new Map([...(value ? [value] : []), ...found].map((x) => [x.id, x]));
  return (
    <Select
      label={label}
      placeholder={placeholder}
      searchable
      clearable
      clearButtonProps={{ "aria-label": t("common.clear") }}
      data={[...known.values()].map((x) => ({ value: x.id, label: x.name }))}
      // The server has searched already, also by what is not shown.
      filter={({ options }) => options}
      nothingFoundMessage={t("list.nothing_found")}
      value={value?.id ?? null}
      onChange={(id) => onChange(id ? (known.get(id) ?? null) : null)}
      onSearchChange={setTyped}
      error={error}
    />
  );
}
