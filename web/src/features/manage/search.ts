import { oneOf, text, texts } from "@/lib/search";

export const STATUSES = ["open", "won", "lost", "archived"] as const;
export const DUES = ["overdue", "today", "week"] as const;
export const SHARED = ["with_me", "by_me", "any"] as const;
export const EXCLUDED = ["without", "only"] as const;
export const SHARE_STATES = ["active", "scheduled", "expired", "stopped"] as const;
export const SHARE_STATUSES = ["processing", "completed", "failed"] as const;
export const SOURCES = ["manual", "api", "automation"] as const;

/** What the address says of the table, and of the history of shares; `tab` says which of the two is shown. */
export type ManageSearch = {
  tab?: "shares";
  q?: string;
  sort?: string;
  /** Of the table: teams of opportunities. Of the history: teams that it was shared with. */
  team?: string[];
  /** Of the table: open, won, lost, archived. Of the history: processing, completed, failed. */
  status?: string[];
  stage?: string[];
  step?: string[];
  owner?: string[];
  shared?: (typeof SHARED)[number];
  due?: (typeof DUES)[number];
  excluded?: (typeof EXCLUDED)[number];
  /** Filters by field, `KEY:OP:VALUE` each. */
  field?: string[];
  contact?: string;
  account?: string;
  product?: string;
  columns?: string[];
  /** The saved view that was opened. */
  view?: string;
  member?: string[];
  given_by?: string[];
  state?: string[];
  source?: string[];
  automation?: string[];
  opportunity?: string[];
  batch?: string[];
};

const among = (value: unknown, words: readonly string[]): string[] | undefined => {
  const found = texts(value)?.filter((one) => words.includes(one));
  return found && found.length > 0 ? found : undefined;
};
const without = (search: Record<string, unknown>): ManageSearch =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));

/** What means nothing is left out; what the server doesn't know, it refuses in words. */
export function manageSearch(raw: Record<string, unknown>): ManageSearch {
  const common = {
    q: text(raw.q),
    sort: text(raw.sort),
    team: texts(raw.team),
    columns: texts(raw.columns),
  };
  if (raw.tab === "shares")
    return without({
      tab: "shares",
      ...common,
      status: among(raw.status, SHARE_STATUSES),
      member: texts(raw.member),
      given_by: texts(raw.given_by),
      state: among(raw.state, SHARE_STATES),
      source: among(raw.source, SOURCES),
      automation: texts(raw.automation),
      opportunity: texts(raw.opportunity),
      batch: texts(raw.batch),
    });
  return without({
    ...common,
    status: among(raw.status, STATUSES),
    stage: texts(raw.stage),
    step: texts(raw.step),
    owner: texts(raw.owner),
    shared: oneOf(raw.shared, SHARED),
    due: oneOf(raw.due, DUES),
    excluded: oneOf(raw.excluded, EXCLUDED),
    field: texts(raw.field),
    contact: text(raw.contact),
    account: text(raw.account),
    product: text(raw.product),
    view: text(raw.view),
  });
}

const NOT_FILTERS = ["tab", "sort", "columns", "view", "opp", "part"];
export type TableFilters = Omit<ManageSearch, "tab" | "sort" | "columns" | "view">;

/** What the list, the export and a batch are asked for: the address without what only this screen needs. */
export const filtersOf = (search: ManageSearch): TableFilters =>
  Object.fromEntries(Object.entries(search).filter(([name]) => !NOT_FILTERS.includes(name)));

export const isFiltered = (search: ManageSearch): boolean => Object.keys(filtersOf(search)).length > 0;

/** As the parameters of an address; a list comes several times. */
export const queryOf = (values: object): URLSearchParams =>
  new URLSearchParams(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [value].flat().map((one) => [name, String(one)]),
    ),
  );

/** A saved view as the address has it; one owner may stand alone in it. */
export const searchOfView = (view: { id: string; filters: Record<string, unknown> }): ManageSearch => ({
  ...manageSearch(view.filters),
  view: view.id,
});

const sorted = (value: unknown): unknown => (Array.isArray(value) ? [...value].sort() : value);
const alike = (search: ManageSearch): string => {
  const { view, tab, columns, ...rest } = search;
  const parts = Object.entries({ ...rest, columns: columns?.join() })
    .filter(([name, value]) => value !== undefined && !["opp", "part"].includes(name))
    .map(([name, value]) => [name, sorted(value)]);
  return JSON.stringify(parts.sort(([a], [b]) => String(a).localeCompare(String(b))));
};
/** Whether what is shown is what a view keeps, in whatever order its filters came. */
export const isView = (
  search: ManageSearch,
  view: { id: string; filters: Record<string, unknown> },
): boolean => alike(search) === alike(searchOfView(view));

/** By its own way first (the newest, the nearest), then the other way round. */
export const turned = (sort: string | undefined, key: string): string => (sort === key ? `-${key}` : key);

/** Which way a sorted column runs, for who can't see the arrow. */
export function wayOf(
  sort: string,
  key: string,
  descending: boolean,
): "ascending" | "descending" | undefined {
  if (sort.replace(/^-/, "") !== key) return undefined;
  return descending !== sort.startsWith("-") ? "descending" : "ascending";
}
