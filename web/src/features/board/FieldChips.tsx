import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Me } from "@/lib/types";
import { readFilter } from "@/opportunity/fields/conditions";
import { useConditionWords, useFields, usePeople } from "@/opportunity/fields/useFields";
import { announce } from "@/ui/announce";
import c from "./fields.module.css";
import { useBoardSearch } from "./filters";

type Props = {
  team: Me["teams"][number];
  filters: string[];
  /** Nothing fits the filters. */
  none: boolean;
  onEdit: (text: string) => void;
};

/** The filters by field that are on, each to be changed or taken away again; where nothing fits, that is said here. */
export default function FieldChips({ team, filters, none, onEdit }: Props) {
  const { t } = useTranslation();
  const { change } = useBoardSearch();
  const list = useRef<HTMLUListElement>(null);
  const { fields, ready } = useFields(team, { enabled: true });
  const userKeys = new Set(fields.filter((f) => f.type === "user").map((f) => f.key));
  const named = filters.some((text) => userKeys.has(readFilter(text)?.field ?? ""));
  const inWords = useConditionWords(fields, usePeople({ enabled: named }));
  const words = (text: string): string => {
    const condition = readFilter(text);
    return condition ? inWords(condition) : text;
  };

  // The next chip takes the focus, or what adds one.
  const focusAt = (place: number) =>
    requestAnimationFrame(() => {
      const left = [...(list.current?.querySelectorAll<HTMLElement>("[data-remove]") ?? [])];
      const next = left[Math.min(place, left.length - 1)];
      (next ?? document.querySelector<HTMLElement>("[data-field-filter]"))?.focus();
    });
  const remove = (text: string, place: number) => {
    const left = filters.filter((x) => x !== text);
    change({ field: left.length > 0 ? left : undefined });
    announce(t("filter.removed", { filter: words(text) }));
    focusAt(place);
  };
  const clear = () => {
    change({ field: undefined });
    announce(t("filter.cleared"));
    focusAt(0);
  };
  return (
    <div className={c.on}>
      <ul className={c.chips} aria-label={t("filter.list")} ref={list}>
        {ready &&
          filters.map((text, place) => (
            <li key={text} className={c.chip}>
              <button
                type="button"
                className={c.words}
                title={words(text)}
                aria-haspopup="dialog"
                aria-label={t("filter.edit", { filter: words(text) })}
                onClick={() => onEdit(text)}
              >
                {words(text)}
              </button>
              <button
                type="button"
                data-remove
                className={c.remove}
                aria-label={t("filter.remove", { filter: words(text) })}
                onClick={() => remove(text, place)}
              >
                <IconX size={14} stroke={2} aria-hidden />
              </button>
            </li>
          ))}
      </ul>
      <span className={c.none} role="status">
        {none && t("filter.none_fits")}
      </span>
      {(none || filters.length > 1) && (
        <Button variant="subtle" size="compact-sm" onClick={clear}>
          {t("filter.clear")}
        </Button>
      )}
    </div>
  );
}
