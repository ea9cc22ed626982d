import { useEffect, useRef } from "react";

const KEPT = "handsel.shortcuts";

/** Single letters can be switched off (WCAG 2.1.4). */
export const shortcutsAreOn = (): boolean => localStorage.getItem(KEPT) !== "off";
export const switchShortcuts = (on: boolean): void => localStorage.setItem(KEPT, on ? "on" : "off");

/** What a keyboard of this machine calls the key of commands. */
export const COMMAND_KEY = /^(Mac|iP)/.test(navigator.platform) ? "⌘" : "Ctrl";

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
    target.role === "combobox");

export const overlayIsOpen = (): boolean =>
  document.querySelector('[aria-modal="true"], [role="menu"]') !== null;

/** Runs an action for a single key, unless someone types or a dialog is open. `always` keys work in the drawer too. */
export function useShortcuts(actions: Record<string, (() => void) | undefined>, { over = false } = {}): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.defaultPrevented || e.metaKey || e.ctrlKey || e.altKey || isTyping(e.target)) return;
      const action = latest.current[e.key];
      if (!action || !shortcutsAreOn() || (!over && overlayIsOpen())) return;
      e.preventDefault();
      action();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [over]);
}
