import { useTranslation } from "react-i18next";
import { type FilterChip, FilterChips } from "@/opportunity/fields/FilterChips";
import { useFilterWords } from "@/opportunity/fields/useFields";
import { useFormats } from "@/ui/useFormats";
import type { Process } from "./api";
import { FIELD, type Place } from "./FilterPicker";
import c from "./filters.module.css";
import { type Chosen, type Kind, valuesOf } from "./kinds";

type Props = {
  kinds: readonly Kind[];
  chosen: Chosen;
  process?: Process | undefined;
  onChange: (key: string, value: string[] | undefined) => void;
  onEdit: (place: Place) => void;
  onClear: () => void;
};

/** What is on: "Team is Boats or Yachts". */
export function KindChips({ kinds, chosen, process, onChange, onEdit, onClear }: Props) {
  const { t } = useTranslation();
  const { locale } = useFormats();
  const filters = valuesOf(chosen, FIELD);
  const words = useFilterWords(process?.fields ?? [], filters);
  const either = new Intl.ListFormat(locale, { type: "disjunction" });
  const ofKinds = kinds.flatMap((kind): FilterChip[] => {
    const values = valuesOf(chosen, kind.key);
    if (values.length === 0) return [];
    const names = values.map(
      (value) => kind.options?.find((one) => one.value === value)?.label ?? t("timeline.someone"),
    );
    const value = names.length > 3 ? t("manage.several", { count: names.length }) : either.format(names);
    return [
      {
        id: kind.key,
        words: t("manage.chip", { field: kind.label, value: kind.options ? value : "…" }),
        onEdit: () => onEdit({ kind: kind.key }),
        onRemove: () => onChange(kind.key, undefined),
      },
    ];
  });
  const ofFields = filters.map((text): FilterChip => {
    const left = filters.filter((one) => one !== text);
    return {
      id: text,
      words: words(text),
      onEdit: () => onEdit({ kind: FIELD, filter: text }),
      onRemove: () => onChange(FIELD, left.length > 0 ? left : undefined),
    };
  });
  const chips = [...ofKinds, ...ofFields];
  if (chips.length === 0) return null;
  return (
    <div className={c.on}>
      <FilterChips label={t("manage.filters")} chips={chips} onClear={onClear} />
    </div>
  );
}
