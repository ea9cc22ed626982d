import { ActionIcon, Button, Drawer, Indicator, Popover } from "@mantine/core";
import { useClickOutside } from "@mantine/hooks";
import { IconFilter } from "@tabler/icons-react";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import c from "./filter.module.css";

type Props = {
  phone: boolean;
  /** How many filters are on. */
  on: number;
  opened: boolean;
  /** What the window is for, where that is more than to filter. */
  label?: string;
  onOpened: (opened: boolean) => void;
  /** It will soon be asked for. */
  onNear?: () => void;
  /** What it holds; what it is given closes it and goes back to the button. */
  children: (close: () => void) => ReactNode;
};

/** Lists and calendars of a form are drawn elsewhere in the page, and still belong to it. */
const ITS_OWN = "[data-combobox-dropdown], .mantine-Popover-dropdown, .mantine-Select-dropdown";
const isItsOwn = (target: EventTarget | null): boolean =>
  target instanceof Element && (!target.isConnected || !!target.closest(ITS_OWN));

/** What to filter by: a small window at its button; on a phone a sheet from below. */
export function FilterWindow({ phone, on, opened, label, onOpened, onNear, children }: Props) {
  const { t } = useTranslation();
  const [dropdown, setDropdown] = useState<HTMLElement | null>(null);
  const target = useRef<HTMLButtonElement>(null);
  const close = () => {
    onOpened(false);
    target.current?.focus();
  };
  useClickOutside(
    (e) => {
      if (opened && !phone && !isItsOwn(e.target)) onOpened(false);
    },
    null,
    [dropdown, target.current],
  );
  const button = {
    ref: target,
    variant: "default",
    "data-filter-button": true,
    "aria-haspopup": "dialog" as const,
    "aria-expanded": opened,
    onClick: () => onOpened(!opened),
    onPointerEnter: onNear,
    onFocus: onNear,
  };
  const inside = opened && children(close);
  if (phone)
    return (
      <>
        <Indicator disabled={on === 0} size={8} offset={5} color="iris.6">
          <ActionIcon {...button} size={40} aria-label={t("filter.button")}>
            <IconFilter size={17} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Indicator>
        <Drawer
          opened={opened}
          onClose={close}
          position="bottom"
          size="72dvh"
          radius="lg"
          title={label ?? t("filter.button")}
          closeButtonProps={{ "aria-label": t("common.close") }}
          classNames={{ content: c.sheet, header: c.sheetHead, body: c.sheetBody }}
        >
          {inside}
        </Drawer>
      </>
    );
  return (
    <Popover
      opened={opened}
      position="bottom-start"
      width="min(340px, calc(100vw - 28px))"
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
        aria-label={label ?? t("filter.button")}
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
