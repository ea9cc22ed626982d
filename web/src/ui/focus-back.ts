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

/** What comes after it where it stood, else what came before, else the same one level up; not what stands around a whole page. */
function takeNear({ way }: Spot): boolean {
  const main = document.getElementById("main");
  return way.some(({ parent, index }) => {
    const around = parent === document.body || (parent !== main && parent.contains(main));
    if (!parent.isConnected || around) return false;
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

  /** The layers that are gone: null where none is. */
  const gone = (): (Spot | null)[] | null => {
    const layers = [...openers].filter(([layer]) => !layer.isConnected);
    for (const [layer] of layers) openers.delete(layer);
    return layers.length > 0 ? layers.map(([, from]) => from) : null;
  };
  const givenFrom = (layers: readonly (Spot | null)[]): boolean => {
    const from = layers.flatMap((one) => one ?? []);
    const below = [...openers.keys()].at(-1);
    return (
      from.some(({ at }) => take(at)) ||
      from.some(takeNear) ||
      take(below?.querySelector<HTMLElement>("[data-autofocus], button"))
    );
  };
  const givenNear = (spot: Spot): boolean => {
    const layer = spot.way.at(-1)?.parent;
    return take(spot.at) || takeNear(spot) || (!!layer?.isConnected && take(layer as HTMLElement));
  };
  const back = () => {
    const layers = gone();
    if (!isFree() || !(layers || (last && pressed))) return;
    if (!layers && last?.at.isConnected && isBusy(last.at)) return;
    const given = layers ? givenFrom(layers) : last !== null && givenNear(last);
    if (!given) take(document.getElementById("main"));
    // What was given may go as well, as a consequence of the same press.
    pressed = true;
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
