import { ActionIcon, Button, Drawer, Indicator } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import c from "./filter.module.css";
import { SmallWindow } from "./SmallWindow";

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

/** What to filter by: a small window at its button; on a phone a sheet from below. */
export function FilterWindow({ phone, on, opened, label, onOpened, onNear, children }: Props) {
  const { t } = useTranslation();
  const target = useRef<HTMLButtonElement>(null);
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
  if (phone) {
    const close = () => {
      onOpened(false);
      target.current?.focus();
    };
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
          {opened && children(close)}
        </Drawer>
      </>
    );
  }
  return (
    <SmallWindow
      opened={opened}
      label={label ?? t("filter.button")}
      target={target}
      className={c.window}
      onClose={() => onOpened(false)}
      button={
        <Button
          {...button}
          size="sm"
          className={c.button}
          leftSection={<IconFilter size={15} stroke={1.8} aria-hidden />}
        >
          {t("filter.button")}
        </Button>
      }
    >
      {children}
    </SmallWindow>
  );
}
