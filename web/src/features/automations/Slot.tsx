import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { SmallWindow } from "@/ui/SmallWindow";
import c from "./builder.module.css";
import choose from "./choose.module.css";
import { useEditing } from "./editing";

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
  const target = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    store.seal();
  };
  const mine = wanted?.place === place && wanted.slot === slot;
  useEffect(() => {
    if (!mine || !wanted) return;
    target.current?.scrollIntoView({ block: "nearest" });
    target.current?.focus();
    if (wanted.open) setOpen(true);
    want(null);
  }, [mine, wanted, want]);
  return (
    <SmallWindow
      opened={open}
      label={label}
      target={target}
      width={width}
      className={choose.dropdown}
      onClose={close}
      button={
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
      }
    >
      {children}
    </SmallWindow>
  );
}
