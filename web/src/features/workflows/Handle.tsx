import { IconGripVertical } from "@tabler/icons-react";
import type { KeyboardEventHandler } from "react";
import { useTranslation } from "react-i18next";
import c from "./rows.module.css";

/** Where a row is held to drag it; a click asks for the menu that moves it as well. */
export function Handle({
  name,
  row,
  onMenu,
  onKeyDown,
}: {
  name: string;
  /** The id of the row, where the row has no name to put the focus on. */
  row?: string | undefined;
  onMenu: (element: HTMLElement) => void;
  onKeyDown?: KeyboardEventHandler | undefined;
}) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={c.handle}
      aria-label={t("workflow.move", { name: name || "–" })}
      aria-haspopup="menu"
      data-row={row}
      onClick={(e) => onMenu(e.currentTarget)}
      onKeyDown={onKeyDown}
    >
      <IconGripVertical size={15} stroke={1.8} aria-hidden />
    </button>
  );
}
