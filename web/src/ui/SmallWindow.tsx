import { Popover } from "@mantine/core";
import { useClickOutside } from "@mantine/hooks";
import { type ReactElement, type ReactNode, type RefObject, useState } from "react";

/** Lists and calendars of a form are drawn elsewhere in the page, and still belong to it. */
const ITS_OWN = "[data-combobox-dropdown], .mantine-Popover-dropdown, .mantine-Select-dropdown";
const isItsOwn = (target: EventTarget | null): boolean =>
  target instanceof Element && (!target.isConnected || !!target.closest(ITS_OWN));

/** A list that hangs on a field closes by itself first; one that stands in the window goes with it. */
const hangs = (at: Element): boolean =>
  at.getAttribute("aria-expanded") === "true" && !at.hasAttribute("data-standing");

/** A small window at its button. Escape closes it and goes back to the button; so does what `children` is given. */
export function SmallWindow({
  opened,
  label,
  target,
  button,
  width = 340,
  className,
  onClose,
  children,
}: {
  opened: boolean;
  label: string;
  /** The element of the button. */
  target: RefObject<HTMLButtonElement | null>;
  button: ReactElement;
  width?: number;
  className?: string | undefined;
  onClose: () => void;
  children: (close: () => void) => ReactNode;
}) {
  const [dropdown, setDropdown] = useState<HTMLElement | null>(null);
  const close = () => {
    onClose();
    target.current?.focus();
  };
  useClickOutside(
    (e) => {
      if (opened && !isItsOwn(e.target)) onClose();
    },
    null,
    [dropdown, target.current],
  );
  return (
    <Popover
      opened={opened}
      position="bottom-start"
      width={`min(${width}px, calc(100vw - 28px))`}
      shadow="md"
      radius="lg"
      trapFocus
      withinPortal
      withRoles={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <Popover.Target>{button}</Popover.Target>
      <Popover.Dropdown
        ref={setDropdown}
        role="dialog"
        aria-label={label}
        className={className}
        onKeyDownCapture={(e) => {
          const at = e.target as Element;
          if (e.key === "Escape" && !hangs(at) && dropdown?.contains(at)) {
            e.stopPropagation();
            close();
          }
        }}
      >
        {opened && children(close)}
      </Popover.Dropdown>
    </Popover>
  );
}
