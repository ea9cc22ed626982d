/** In a menu the opener is what opened the menu: its items are gone by the time the focus comes back. */
function opener(from: Element | null): HTMLElement | null {
  const menu = from?.closest<HTMLElement>("[role=menu]");
  const button = menu && document.getElementById(menu.getAttribute("aria-labelledby") ?? "");
  return button ?? (from instanceof HTMLElement ? from : null);
}

/**
 * A dialog that is taken away gives the focus back to where it came from, or to the dialog below it.
 * Mantine does so only for dialogs that stay in the page while they are closed.
 */
export function giveFocusBack(overlays: HTMLElement): () => void {
  const openers = new Map<Element, HTMLElement | null>();
  let last: Element | null = null;

  const came = (event: FocusEvent) => {
    const here = event.target as Element;
    const dialog = here.closest("[role=dialog][aria-modal=true]");
    if (dialog && !openers.has(dialog)) openers.set(dialog, opener(last));
    last = here;
  };
  const back = () => {
    const gone = [...openers].filter(([dialog]) => !dialog.isConnected);
    if (!gone.length) return;
    for (const [dialog] of gone) openers.delete(dialog);
    // Whoever moved the focus elsewhere has the say.
    if (document.activeElement !== document.body) return;
    const below = [...openers.keys()].at(-1);
    const wanted = [
      ...gone.map(([, from]) => from),
      below?.querySelector<HTMLElement>("[data-autofocus], button"),
      document.getElementById("main"),
    ];
    for (const one of wanted) {
      one?.focus({ preventScroll: true }); // what is gone or disabled by now does not take it
      if (document.activeElement !== document.body) return;
    }
  };
  const observer = new MutationObserver(() => setTimeout(back, 50));
  observer.observe(overlays, { childList: true, subtree: true });
  document.addEventListener("focusin", came);
  return () => {
    observer.disconnect();
    document.removeEventListener("focusin", came);
  };
}
