import { text } from "@/lib/search";
import { TABS, type Tab } from "./elements";

/** What the editor keeps in the address: the tab, what is selected, a filter, the version looked at. */
export type WorkflowSearch = { tab?: Tab; el?: string; q?: string; view?: string };

export function workflowSearch(raw: Record<string, unknown>): WorkflowSearch {
  const tab = TABS.find((one) => one === raw.tab);
  const found = { tab, el: text(raw.el), q: text(raw.q), view: text(raw.view) };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
