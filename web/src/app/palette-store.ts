import { useSyncExternalStore } from "react";

let wanted = false;
let open: (() => void) | null = null;
const watchers = new Set<() => void>();

/** Opens the palette; its code comes with the first wish to see it. */
export function openPalette(): void {
  if (open) open();
  wanted = true;
  for (const watcher of watchers) watcher();
}

/** Tells how it is opened from now on, and opens it: it was wished for. */
export function paletteIsHere(how: () => void): void {
  open = how;
  how();
}

export const usePaletteWanted = (): boolean =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => wanted,
  );

/** ⌘K, until the palette listens by itself. */
export function onFirstKey(e: KeyboardEvent): void {
  if (wanted || e.key.toLowerCase() !== "k" || !(e.metaKey || e.ctrlKey) || e.altKey || e.shiftKey) return;
  e.preventDefault();
  openPalette();
}
