import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { readFilter } from "@/opportunity/fields/conditions";
import { useConditionWords, usePeople } from "@/opportunity/fields/useFields";
import { announce } from "@/ui/announce";
import { useFormats } from "@/ui/useFormats";
import type { Process } from "./api";
import { FIELD, type Place } from "./FilterPicker";
import c from "./filters.module.css";
import { type Chosen, type Kind, valuesOf } from "./kinds";

type Chip = { id: string; words: string; place: Place; without: string[] | undefined; key: string };
type Props = {
  kinds: readonly Kind[];
  chosen: Chosen;
  process?: Process | undefined;
  onChange: (key: string, value: string[] | undefined) => void;
  onEdit: (place: Place) => void;
  onClear: () => void;
};

/** What is on, each to be changed or taken away: "Team is Boats or Yachts". */
export function FilterChips({ kinds, chosen, process, onChange, onEdit, onClear }: Props) {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const { locale } = useFormats();
  const filters = valuesOf(chosen, FIELD);
  const fields = process?.fields ?? [];
  const userKeys = new Set(fields.filter((f) => f.type === "user").map((f) => f.key));
  const named = filters.some((text) => userKeys.has(readFilter(text)?.field ?? ""));
  const inWords = useConditionWords(fields, usePeople({ enabled: named }));
  const either = new Intl.ListFormat(locale, { type: "disjunction" });
  const chips: Chip[] = [
    ...kinds.flatMap((kind) => {
      const values = valuesOf(chosen, kind.key);
      if (values.length === 0) return [];
      const names = values.map(
        (value) => kind.options?.find((one) => one.value === value)?.label ?? t("timeline.someone"),
      );
      const value = names.length > 3 ? t("manage.several", { count: names.length }) : either.format(names);
      const words = t("manage.chip", { field: kind.label, value: kind.options ? value : "…" });
      return [{ id: kind.key, key: kind.key, words, place: { kind: kind.key }, without: undefined }];
    }),
    ...filters.map((text): Chip => {
      const condition = readFilter(text);
      const left = filters.filter((x) => x !== text);
      return {
        id: text,
        key: FIELD,
        words: condition ? inWords(condition) : text,
        place: { kind: FIELD, filter: text },
        without: left.length > 0 ? left : undefined,
      };
    }),
  ];
  if (chips.length === 0) return null;
  // The next chip takes the focus, or what adds one.
  const focusAt = (place: number) =>
    requestAnimationFrame(() => {
      const left = [...(list.current?.querySelectorAll<HTMLElement>("[data-remove]") ?? [])];
      const next = left[Math.min(place, left.length - 1)];
      (next ?? document.querySelector<HTMLElement>("[data-filter-button]"))?.focus();
    });
  return (
    <div className={c.on}>
      <ul className={c.chips} aria-label={t("manage.filters")} ref={list}>
        {chips.map((chip, place) => (
          <li key={chip.id} className={c.chip}>
            <button
              type="button"
              className={c.words}
              title={chip.words}
              aria-haspopup="dialog"
              aria-label={t("filter.edit", { filter: chip.words })}
              onClick={() => onEdit(chip.place)}
            >
              {chip.words}
            </button>
            <button
              type="button"
              data-remove
              className={c.remove}
              aria-label={t("filter.remove", { filter: chip.words })}
              onClick={() => {
                onChange(chip.key, chip.without);
                announce(t("filter.removed", { filter: chip.words }));
                focusAt(place);
              }}
            >
              <IconX size={14} stroke={2} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      {chips.length > 1 && (
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => {
            onClear();
            announce(t("filter.cleared"));
            focusAt(0);
          }}
        >
          {t("filter.clear")}
        </Button>
      )}
    </div>
  );
}
