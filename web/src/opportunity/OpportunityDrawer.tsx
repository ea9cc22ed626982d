import { Drawer } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { PHONE, WIDE } from "@/ui/screen";
import { Detail } from "./Detail";
import c from "./drawer.module.css";

/** The open opportunity: over the page, beside it on a wide screen, instead of it on a phone. */
export default function OpportunityDrawer() {
  const { t } = useTranslation();
  const { opp, part } = useSearch({ strict: false });
  const navigate = useNavigate();
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const wide = useMediaQuery(WIDE, undefined, { getInitialValueInEffect: false });
  const close = useCallback(() => {
    // The card it came from takes the focus back.
    const link = document.querySelector<HTMLElement>(`[data-opp="${opp}"]`);
    void navigate({
      to: ".",
      search: (s: object) => ({ ...s, opp: undefined, part: undefined }) as never,
    }).then(() => link?.focus());
  }, [navigate, opp]);

  // Escape closes what is on top: first a menu or a calendar, then a field's focus, then the opportunity. Asked before
  // anyone else hears the key, while what is open still is.
  useEffect(() => {
    if (!opp) return;
    const onKey = (e: KeyboardEvent) => {
      if (e.key !== "Escape" || e.isComposing || isCovered()) return;
      if (e.target instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(e.target.tagName)) e.target.blur();
      else close();
    };
    document.addEventListener("keydown", onKey, true);
    return () => document.removeEventListener("keydown", onKey, true);
  }, [opp, close]);

  if (wide)
    return opp ? (
      <aside className={c.pane} aria-label={t("opportunity.label")}>
        <Detail key={`${opp} ${part}`} id={opp} close={close} />
      </aside>
    ) : null;
  return (
    <Drawer.Root
      opened={!!opp}
      onClose={close}
      closeOnEscape={false}
      position="right"
      size={phone ? "100%" : 540}
      padding={0}
      transitionProps={{ duration: 160 }}
      classNames={{ content: c.content }}
    >
      <Drawer.Overlay backgroundOpacity={0.18} />
      <Drawer.Content aria-label={t("opportunity.label")}>
        {opp && <Detail key={`${opp} ${part}`} id={opp} close={close} />}
      </Drawer.Content>
    </Drawer.Root>
  );
}

const OVER =
  ".mantine-Popover-dropdown, .mantine-Menu-dropdown, .mantine-Modal-content, .mantine-Select-dropdown, [data-combobox-dropdown], .mantine-Spotlight-content";
const isCovered = (): boolean =>
  [...document.querySelectorAll(OVER)].some((e) => e.getClientRects().length > 0);
