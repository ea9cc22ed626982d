import { ActionIcon, Button, Indicator, Popover, Skeleton } from "@mantine/core";
import { useClickOutside } from "@mantine/hooks";
import { IconFilter } from "@tabler/icons-react";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Me } from "@/lib/types";
import { announce } from "@/ui/announce";
import c from "./fields.module.css";
import { useBoardSearch } from "./filters";

const loadForm = () => import("./FieldForm");
const FieldForm = lazy(loadForm);

/** What the small window asks for: a new filter (null), or another in the place of one. */
export type Asked = { filter: string | null };
type Props = {
  team: Me["teams"][number];
  phone: boolean;
  asked: Asked | null;
  onAsk: (asked: Asked | null) => void;
};

/** Lists and calendars of the form are drawn elsewhere in the page, and still belong to it. */
const ITS_OWN = "[data-combobox-dropdown], .mantine-Popover-dropdown, .mantine-Select-dropdown";
const isItsOwn = (target: EventTarget | null): boolean =>
  target instanceof Element && (!target.isConnected || !!target.closest(ITS_OWN));

/** A filter by any field of the workflow or of every opportunity (W16): asked for in a small window, kept in the address. */
export function FieldFilter({ team, phone, asked, onAsk }: Props) {
  const { t } = useTranslation();
  const { search, change } = useBoardSearch();
  const [dropdown, setDropdown] = useState<HTMLElement | null>(null);
  const target = useRef<HTMLButtonElement>(null);
  const open = asked !== null;
  const close = () => onAsk(null);
  // A chip that is changed is gone; what it leaves is where the next is asked for.
  const closeHere = () => {
    close();
    target.current?.focus();
  };
  useClickOutside(
    (e) => {
      if (open && !isItsOwn(e.target)) close();
    },
    null,
    [dropdown, target.current],
  );
  const filters = search.field ?? [];
  const button = {
    ref: target,
    variant: "default",
    "data-field-filter": true,
    "aria-haspopup": "dialog" as const,
    "aria-expanded": open,
    onClick: () => onAsk(open ? null : { filter: null }),
    onPointerEnter: () => void loadForm(),
    onFocus: () => void loadForm(),
  };
  return (
    <Popover
      opened={open}
      position="bottom-end"
      width="min(340px, calc(100vw - 28px))"
      shadow="md"
      radius="lg"
      trapFocus
      returnFocus
      withinPortal
      withRoles={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      {phone ? (
        <Indicator disabled={filters.length === 0} size={8} offset={5} color="iris.6">
          <Popover.Target>
            <ActionIcon {...button} size={40} aria-label={t("filter.button")}>
              <IconFilter size={17} stroke={1.7} aria-hidden />
            </ActionIcon>
          </Popover.Target>
        </Indicator>
      ) : (
        <Popover.Target>
          <Button
            {...button}
            size="sm"
            className={c.button}
            leftSection={<IconFilter size={15} stroke={1.8} aria-hidden />}
          >
            {t("filter.button")}
          </Button>
        </Popover.Target>
      )}
      <Popover.Dropdown
        ref={setDropdown}
        role="dialog"
        aria-label={t(asked?.filter ? "filter.change" : "filter.add")}
        onKeyDownCapture={(e) => {
          const list = (e.target as Element).getAttribute("aria-expanded") === "true";
          if (e.key === "Escape" && !list && dropdown?.contains(e.target as Node)) closeHere();
        }}
      >
        {asked && (
          <Suspense fallback={<Skeleton height={110} radius="md" />}>
            <FieldForm
              key={asked.filter}
              team={team}
              filter={asked.filter}
              onDone={(text, words) => {
                const others =
                  asked.filter === null ? [...filters, text] : filters.map(inPlaceOf(asked.filter, text));
                change({ field: [...new Set(others)] });
                announce(t(asked.filter === null ? "filter.added" : "filter.changed", { filter: words }));
                closeHere();
              }}
              onCancel={closeHere}
            />
          </Suspense>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

const inPlaceOf = (before: string, text: string) => (one: string) => (one === before ? text : one);
