import { useSyncExternalStore } from "react";
import c from "./bits.module.css";

let said = "";
const watchers = new Set<() => void>();

/** Tells a screen reader what happened, without moving the focus. */
export function announce(text: string): void {
  // The same sentence twice is said twice: a zero-width space makes it another text.
  said = text === said ? `${text}\u200b` : text;
  for (const watcher of watchers) watcher();
}

/** The page's one live region. */
export function Announcer() {
  const text = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => said,
  );
  return (
    <div className={`${c.srOnly} ${c.announcer}`} role="status" aria-live="polite" data-testid="announcer">
      {text}
    </div>
  );
}
