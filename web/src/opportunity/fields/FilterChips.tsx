import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/ui/announce";
import c from "./chips.module.css";

export type FilterChip = { id: string; words: string; onEdit: () => void; onRemove: () => void };

/** The filters that are on, each to be changed or taken away; where nothing fits, that is said beside them. */
export function FilterChips({
  label,
  chips,
  none,
  onClear,
}: {
  label: string;
  chips: readonly FilterChip[];
  none?: boolean;
  onClear: () => void;
}) {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  // The next chip takes the focus, or what adds one.
  const focusAt = (place: number) =>
    requestAnimationFrame(() => {
      const left = [...(list.current?.querySelectorAll<HTMLElement>("[data-remove]") ?? [])];
      const next = left[Math.min(place, left.length - 1)];
      (next ?? document.querySelector<HTMLElement>("[data-filter-button]"))?.focus();
    });
  return (
    <div className={c.on}>
      <ul className={c.chips} aria-label={label} ref={list}>
        {chips.map((chip, place) => (
          <li key={chip.id} className={c.chip}>
            <button
              type="button"
              className={c.words}
              title={chip.words}
              aria-haspopup="dialog"
              aria-label={t("filter.edit", { filter: chip.words })}
              onClick={chip.onEdit}
            >
              {chip.words}
            </button>
            <button
              type="button"
              data-remove
              className={c.remove}
              aria-label={t("filter.remove", { filter: chip.words })}
              onClick={() => {
                chip.onRemove();
                announce(t("filter.removed", { filter: chip.words }));
                focusAt(place);
              }}
            >
              <IconX size={14} stroke={2} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      {none !== undefined && (
        <span className={c.none} role="status">
          {none && t("filter.none_fits")}
        </span>
      )}
      {(none || chips.length > 1) && (
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
