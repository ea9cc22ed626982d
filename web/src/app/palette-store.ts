import { useSyncExternalStore } from "react";

let wanted = false;
let open: (() => void) | null = null;
/** What was typed since it was wished for; null where nobody waits for it. */
let typed: string | null = null;
const watchers = new Set<() => void>();

function want(now: boolean): void {
  wanted = now;
  typed = now ? (typed ?? "") : null;
  for (const watcher of watchers) watcher();
}

/** Opens the palette; its code comes with the first wish to see it. */
export function openPalette(): void {
  if (open) open();
  else want(true);
}

/** Tells how it is opened from now on, and opens it if it is waited for. */
export function paletteIsHere(how: () => void): void {
  open = how;
  if (typed !== null) how();
}

/** What was typed before its field had the focus; from now on the field hears the keys itself. */
export function takeTyped(): string {
  const all = typed ?? "";
  typed = null;
  return all;
}

export const usePaletteWanted = (): boolean =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => wanted,
  );

/** ⌘K, and what is typed after it, until the palette listens by itself. */
export function onFirstKey(e: KeyboardEvent): void {
  const command = (e.metaKey || e.ctrlKey || e.altKey) && !e.getModifierState("AltGraph");
  if (!open && e.key.toLowerCase() === "k" && (e.metaKey || e.ctrlKey) && !e.altKey && !e.shiftKey)
    want(true);
  else if (typed === null || command) return;
  else if (e.key.length === 1) typed += e.key;
  else if (e.key === "Backspace") typed = typed.slice(0, -1);
  else if (e.key === "Escape" && !open) want(false);
  else return;
  e.preventDefault();
  e.stopPropagation();
}
