import { Menu } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconCornerDownRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

export type MoveAt = { element: HTMLElement; id: string; kind: string };
type Group = { id: string; name: string };

/** One menu for a whole list, placed at the handle that asked: whatever dragging can do. */
export function MoveMenu({
  at,
  name,
  can,
  onStep,
  groups = [],
  onGroup,
  onClose,
}: {
  at: MoveAt;
  name: string;
  can: { up: boolean; down: boolean };
  onStep: (way: "up" | "down") => void;
  groups?: readonly Group[];
  onGroup?: (group: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const r = at.element.getBoundingClientRect();
  return (
    <Menu
      opened
      onClose={() => {
        onClose();
        at.element.focus();
      }}
      position="bottom-start"
      width={230}
      withinPortal
      trapFocus
    >
      <Menu.Target>
        <span
          aria-hidden
          style={{
            position: "fixed",
            left: r.left,
            top: r.top,
            width: r.width,
            height: r.height,
            pointerEvents: "none",
          }}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label={t("workflow.move", { name })} mah="60dvh" style={{ overflow: "auto" }}>
        <Menu.Item
          leftSection={<IconArrowUp size={15} aria-hidden />}
          disabled={!can.up}
          onClick={() => onStep("up")}
        >
          {t("workflow.move_up")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowDown size={15} aria-hidden />}
          disabled={!can.down}
          onClick={() => onStep("down")}
        >
          {t("workflow.move_down")}
        </Menu.Item>
        {groups.length > 0 && <Menu.Divider />}
        {groups.map((group) => (
          <Menu.Item
            key={group.id}
            leftSection={<IconCornerDownRight size={15} aria-hidden />}
            onClick={() => onGroup?.(group.id)}
          >
            {t("workflow.move_to", { name: group.name || "–" })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
