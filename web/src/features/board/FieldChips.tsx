import { useTranslation } from "react-i18next";
import type { Me } from "@/lib/types";
import { FilterChips } from "@/opportunity/fields/FilterChips";
import { useFields, useFilterWords } from "@/opportunity/fields/useFields";
import { useBoardSearch } from "./filters";

type Props = {
  team: Me["teams"][number];
  filters: string[];
  /** Nothing fits the filters. */
  none: boolean;
  onEdit: (text: string) => void;
};

/** The filters by field that are on. */
export default function FieldChips({ team, filters, none, onEdit }: Props) {
  const { t } = useTranslation();
  const { change } = useBoardSearch();
  const { fields, ready } = useFields(team, { enabled: true });
  const words = useFilterWords(fields, filters);
  const keep = (left: string[]) => change({ field: left.length > 0 ? left : undefined });
  return (
    <FilterChips
      label={t("filter.list")}
      none={none}
      chips={(ready ? filters : []).map((text) => ({
        id: text,
        words: words(text),
        onEdit: () => onEdit(text),
        onRemove: () => keep(filters.filter((one) => one !== text)),
      }))}
      onClear={() => keep([])}
    />
  );
}
