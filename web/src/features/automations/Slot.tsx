import { Popover } from "@mantine/core";
import { useClickOutside } from "@mantine/hooks";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import c from "./builder.module.css";
import choose from "./choose.module.css";
import { useEditing } from "./editing";

/** Lists and calendars of an editor are drawn elsewhere in the page, and still belong to it. */
const ITS_OWN = "[data-combobox-dropdown], .mantine-Popover-dropdown, .mantine-Select-dropdown";
const isItsOwn = (target: EventTarget | null): boolean =>
  target instanceof Element && (!target.isConnected || !!target.closest(ITS_OWN));

export type Look = "set" | "any" | "empty";

/** A word of the sentence that opens its editor. Whatever is chosen there is in the draft at once. */
export function Slot({
  place,
  slot,
  label,
  words,
  look,
  level,
  width = 320,
  children,
}: {
  /** `trigger`, `conditions.0`, `steps.ID`: as findings name it. */
  place: string;
  slot: string;
  label: string;
  words: ReactNode;
  look: Look;
  level?: "error" | "warning" | undefined;
  width?: number;
  children: (close: () => void) => ReactNode;
}) {
  const { t } = useTranslation();
  const { store, wanted, want } = useEditing();
  const [open, setOpen] = useState(false);
  const [dropdown, setDropdown] = useState<HTMLElement | null>(null);
  const target = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => {
    setOpen(false);
    store.seal();
  }, [store]);
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
  const mine = wanted?.place === place && wanted.slot === slot;
  useEffect(() => {
    if (!mine || !wanted) return;
    target.current?.scrollIntoView({ block: "nearest" });
    target.current?.focus();
    if (wanted.open) setOpen(true);
    want(null);
  }, [mine, wanted, want]);
  return (
    <Popover
      opened={open}
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
      <Popover.Target>
        <button
          ref={target}
          type="button"
          className={c.slot}
          data-look={look}
          data-level={level}
          data-place={place}
          data-slot={slot}
          aria-haspopup="dialog"
          aria-expanded={open}
          aria-label={t("automation.slot_says", { slot: label, words })}
          onClick={() => (open ? close() : setOpen(true))}
        >
          {words}
        </button>
      </Popover.Target>
      <Popover.Dropdown
        ref={setDropdown}
        role="dialog"
        aria-label={label}
        className={choose.dropdown}
        onKeyDownCapture={(e) => {
          const at = e.target as Element;
          // A list that hangs on a field closes by itself first; one that stands here goes with the window.
          const hangs = at.getAttribute("aria-expanded") === "true" && !at.hasAttribute("data-standing");
          if (e.key === "Escape" && !hangs && dropdown?.contains(at)) {
            e.stopPropagation();
            closeHere();
          }
        }}
      >
        {open && children(closeHere)}
      </Popover.Dropdown>
    </Popover>
  );
}
