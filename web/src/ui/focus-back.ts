const LAYER = "[role=dialog], [role=menu]";
const USABLE = 'a[href], button, summary, [tabindex="0"]';

/** In a menu the opener is what opened the menu: its items are gone by the time the focus comes back. */
function opener(from: Element | null): HTMLElement | null {
  const menu = from?.closest<HTMLElement>("[role=menu]");
  const button = menu && document.getElementById(menu.getAttribute("aria-labelledby") ?? "");
  return button ?? (from instanceof HTMLElement ? from : null);
}

/** An element and where it stands, to find what is next to it once it is gone. */
type Spot = { at: HTMLElement; way: readonly { parent: Element; index: number }[] };

const ends = (one: Element): boolean => one.id === "main" || one === document.body || one.matches(LAYER);

function spotOf(at: HTMLElement): Spot {
  const way: { parent: Element; index: number }[] = [];
  for (let child: Element = at; child.parentElement && !ends(child); child = child.parentElement)
    way.push({ parent: child.parentElement, index: [...child.parentElement.children].indexOf(child) });
  return { at, way };
}

const isFree = (): boolean => (document.activeElement ?? document.body) === document.body;
/** What is gone, hidden or disabled by now does not take it. */
function take(one: HTMLElement | null | undefined): boolean {
  one?.focus({ preventScroll: true });
  return !isFree();
}

const usable = (one: Element): HTMLElement[] => [
  ...(one.matches(USABLE) ? [one as HTMLElement] : []),
  ...one.querySelectorAll<HTMLElement>(USABLE),
];

/** What comes after it where it stood, else what came before, else the same one level up. */
function takeNear({ way }: Spot): boolean {
  return way.some(({ parent, index }) => {
    if (!parent.isConnected || parent === document.body) return false;
    const all = [...parent.children];
    const after = all.slice(index).flatMap(usable);
    const before = all.slice(0, index).flatMap(usable).reverse();
    return [...after, ...before].some(take);
  });
}

const isOff = (one: HTMLElement): boolean => one.matches(":disabled");
const isBusy = (one: HTMLElement): boolean => one.hasAttribute("data-loading");

/**
 * Gives the focus back that would fall to the page itself: after a dialog, or what else floats, to where it came from or
 * to the dialog below; after a button that was pressed and is away, or off for good, to what is next to it; to a button
 * that is on again after its work, to itself. Whoever moved the focus elsewhere has the say.
 */
export function giveFocusBack(page: HTMLElement): () => void {
  const openers = new Map<Element, Spot | null>();
  let last: Spot | null = null;
  let pressed = false;

  const came = (event: FocusEvent) => {
    const here = event.target as HTMLElement;
    const layer = here.closest(LAYER);
    const from = opener(last?.at ?? null);
    if (layer && !openers.has(layer)) openers.set(layer, from && (from === last?.at ? last : spotOf(from)));
    if (last?.at !== here) pressed = false;
    last = spotOf(here);
  };
  const went = (event: FocusEvent) => {
    const { target, relatedTarget } = event;
    if (relatedTarget || !(target instanceof HTMLElement)) return;
    // Left for the page itself, while it could have stayed.
    setTimeout(() => {
      if (target === last?.at && target.isConnected && !isOff(target) && isFree()) pressed = false;
    });
  };
  const clicked = ({ target }: Event) => {
    if (target instanceof Node && last?.at.contains(target)) pressed = true;
  };
  const submitted = ({ target }: Event) => {
    if (last && target instanceof Node && target.contains(last.at)) pressed = true;
  };

  const backFromLayers = () => {
    const gone = [...openers].filter(([layer]) => !layer.isConnected);
    if (gone.length === 0) return false;
    for (const [layer] of gone) openers.delete(layer);
    if (!isFree()) return true;
    const below = [...openers.keys()].at(-1);
    const froms = gone.flatMap(([, from]) => from ?? []);
    return (
      froms.some(({ at }) => take(at)) ||
      froms.some(takeNear) ||
      take(below?.querySelector<HTMLElement>("[data-autofocus], button")) ||
      take(document.getElementById("main"))
    );
  };
  const back = () => {
    if (backFromLayers() || !last || !pressed || !isFree()) return;
    const { at } = last;
    if (at.isConnected && (isBusy(at) || take(at))) return;
    const layer = last.way.at(-1)?.parent;
    if (!takeNear(last) && !take(layer?.isConnected ? (layer as HTMLElement) : null))
      take(document.getElementById("main"));
  };

  const observer = new MutationObserver(() => {
    if ((pressed && isFree()) || [...openers.keys()].some((layer) => !layer.isConnected))
      setTimeout(back, 50);
  });
  observer.observe(page, { childList: true, subtree: true, attributeFilter: ["disabled"] });
  document.addEventListener("focusin", came);
  document.addEventListener("focusout", went);
  document.addEventListener("click", clicked, true);
  document.addEventListener("submit", submitted, true);
  return () => {
    observer.disconnect();
    document.removeEventListener("focusin", came);
    document.removeEventListener("focusout", went);
    document.removeEventListener("click", clicked, true);
    document.removeEventListener("submit", submitted, true);
  };
}
