import { oneOf, text, texts } from "@/lib/search";

export const DUES = ["overdue", "today", "week"] as const;
export type BoardSearch = {
  team?: string;
  owner?: string;
  q?: string;
  due?: (typeof DUES)[number];
  excluded?: "without" | "only";
  closed?: "all";
  /** Filters by field, `KEY:OP:VALUE` each. */
  field?: string[];
  stage?: string;
};

/** The board's filters as the address bar holds them. */
export function boardSearch(raw: Record<string, unknown>): BoardSearch {
  const found: BoardSearch = {
    team: text(raw.team),
    owner: text(raw.owner),
    q: text(raw.q),
    due: oneOf(raw.due, DUES),
    excluded: oneOf(raw.excluded, ["without", "only"] as const),
    closed: oneOf(raw.closed, ["all"] as const),
    field: texts(raw.field),
    stage: text(raw.stage),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
