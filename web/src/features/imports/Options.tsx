import { Select, SimpleGrid } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ApiError } from "@/lib/client";
import type { Schemas } from "@/lib/types";
import { teamsQuery } from "@/opportunity/api";
import type { Import } from "./api";

const PROVEN = "";

/** What files alone can't tell: never guessed by row, but chosen, or proven by a whole column (I13). */
export function Options({
  run,
  isFree,
  onChange,
  error,
}: {
  run: Import;
  isFree: boolean;
  onChange: (options: Schemas["OptionsIn"]) => void;
  error: ApiError | null;
}) {
  const { t } = useTranslation();
  const teams = useQuery({ ...teamsQuery, enabled: isFree });
  const disabled = !run.may.map;
  const choice = (name: "date_order" | "decimal_sign", words: readonly string[]) => (
    <Select
      label={t(`imports.${name}`)}
      allowDeselect={false}
      disabled={disabled}
      data={[
        { value: PROVEN, label: t("imports.proven") },
        ...words.map((value) => ({ value, label: t(`imports.${value}`) })),
      ]}
      value={run.options[name] ?? PROVEN}
      onChange={(v) => onChange({ [name]: v || null })}
      error={error?.field(name)}
    />
  );
  return (
    <SimpleGrid cols={{ base: 1, sm: isFree ? 3 : 2 }} spacing="md" mt="lg">
      {isFree && (
        <Select
          label={t("imports.team")}
          placeholder={t("imports.team_by_column")}
          clearable
          clearButtonProps={{ "aria-label": t("common.clear") }}
          disabled={disabled}
          searchable={(teams.data?.items.length ?? 0) > 8}
          data={(teams.data?.items ?? []).map((x) => ({ value: x.id, label: x.name }))}
          value={run.options.team ?? null}
          onChange={(team) => onChange({ team })}
          error={error?.field("team")}
        />
      )}
      {choice("date_order", ["day_first", "month_first"])}
      {choice("decimal_sign", ["point", "comma"])}
    </SimpleGrid>
  );
}
