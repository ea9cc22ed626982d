import { oneOf, text, texts } from "@/lib/search";
import { RUN_STATES, type RunState } from "./shapes";

export const TABS = ["recipe", "runs", "try", "versions", "settings"] as const;
export type Tab = (typeof TABS)[number];

/** What the builder keeps in the address: the tab, which runs are shown and which is open, the version looked at. */
export type AutomationSearch = {
  tab?: Tab;
  state?: RunState[];
  on?: string;
  run?: string;
  view?: string;
};

export function automationSearch(raw: Record<string, unknown>): AutomationSearch {
  const states = texts(raw.state)?.filter((one): one is RunState =>
    RUN_STATES.some((known) => known === one),
  );
  const found = {
    tab: oneOf(raw.tab, TABS),
    state: states?.length ? states : undefined,
    on: text(raw.on),
    run: text(raw.run),
    view: text(raw.view),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
