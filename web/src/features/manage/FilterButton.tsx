import { ActionIcon, Button, Drawer, Indicator, Popover } from "@mantine/core";
import { useClickOutside } from "@mantine/hooks";
import { IconFilter } from "@tabler/icons-react";
import { type ComponentProps, type RefObject, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { FilterPicker, type Place } from "./FilterPicker";
import c from "./filters.module.css";

type Props = Omit<ComponentProps<typeof FilterPicker>, "place" | "onPlace" | "onDone"> & {
  phone: boolean;
  /** How many filters are on. */
  on: number;
  place: Place | null;
  onPlace: (place: Place | null) => void;
};

/** Lists and calendars of the form are drawn elsewhere in the page, and still belong to it. */
const ITS_OWN = "[data-combobox-dropdown], .mantine-Popover-dropdown, .mantine-Select-dropdown";
const isItsOwn = (target: EventTarget | null): boolean =>
  target instanceof Element && (!target.isConnected || !!target.closest(ITS_OWN));

/** What to filter by: a small window at the button; on a phone a sheet from below. */
export function FilterButton({ phone, on, place, onPlace, ...picker }: Props) {
  const { t } = useTranslation();
  const [dropdown, setDropdown] = useState<HTMLElement | null>(null);
  const target: RefObject<HTMLButtonElement | null> = useRef(null);
  const open = place !== null;
  const close = () => {
    onPlace(null);
    target.current?.focus();
  };
  useClickOutside(
    (e) => {
      if (open && !phone && !isItsOwn(e.target)) onPlace(null);
    },
    null,
    [dropdown, target.current],
  );
  const button = {
    ref: target,
    variant: "default",
    "data-filter-button": true,
    "aria-haspopup": "dialog" as const,
    "aria-expanded": open,
    onClick: () => onPlace(open ? null : { kind: null }),
  };
  const inside = place && <FilterPicker {...picker} place={place} onPlace={onPlace} onDone={close} />;
  if (phone)
    return (
      <>
        <Indicator disabled={on === 0} size={8} offset={5} color="iris.6">
          <ActionIcon {...button} size={40} aria-label={t("filter.button")}>
            <IconFilter size={17} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Indicator>
        <Drawer
          opened={open}
          onClose={close}
          position="bottom"
          size="72dvh"
          radius="lg"
          title={t("filter.button")}
          closeButtonProps={{ "aria-label": t("common.close") }}
          classNames={{ content: c.sheet, header: c.sheetHead, body: c.sheetBody }}
        >
          {inside}
        </Drawer>
      </>
    );
  return (
    <Popover
      opened={open}
      position="bottom-start"
      width="min(320px, calc(100vw - 28px))"
      shadow="md"
      radius="lg"
      trapFocus
      withinPortal
      withRoles={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
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
      <Popover.Dropdown
        ref={setDropdown}
        role="dialog"
        aria-label={t("filter.button")}
        className={c.window}
        onKeyDownCapture={(e) => {
          const list = (e.target as Element).getAttribute("aria-expanded") === "true";
          if (e.key === "Escape" && !list && dropdown?.contains(e.target as Node)) {
            e.stopPropagation();
            close();
          }
        }}
      >
        {inside}
      </Popover.Dropdown>
    </Popover>
  );
}
