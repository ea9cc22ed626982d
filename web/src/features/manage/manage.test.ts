import { describe, expect, it } from "vitest";
import { piecesOf } from "@/lib/pieces";
import { placed } from "./ColumnsMenu";
import { exported, shownColumns, USUAL } from "./columns";
import { again } from "./growing";
import { flipped } from "./kinds";
import { elementsOf, inPieces, sumUp } from "./pieces";
import { filtersOf, isView, manageSearch, queryOf, turned, wayOf } from "./search";
import { chooseAll, chooseNone, extend, NOTHING, standOn, toggle } from "./selection";
import { SHARE_COLUMNS, shownShareColumns } from "./shareColumns";
import { steady } from "./steady";

describe("the address", () => {
  it("keeps what the table is filtered by, and leaves out what means nothing", () => {
    expect(
      manageSearch({
        q: 118,
        team: "t1",
        status: ["open", "odd"],
        shared: "with_us",
        due: "week",
        field: ["length:ge:10"],
        state: "active",
        opp: "o1",
      }),
    ).toEqual({ q: "118", team: ["t1"], status: ["open"], due: "week", field: ["length:ge:10"] });
  });
  it("has words of its own for the history of shares", () => {
    expect(manageSearch({ tab: "shares", status: ["failed", "open"], state: "active", owner: "me" })).toEqual(
      {
        tab: "shares",
        status: ["failed"],
        state: ["active"],
      },
    );
  });
  it("is asked of the server without what only the page needs", () => {
    const search = {
      team: ["a", "b"],
      sort: "-amount",
      columns: ["title"],
      view: "v",
      tab: "shares" as const,
    };

    expect(filtersOf(search)).toEqual({ team: ["a", "b"] });
    expect(queryOf({ team: ["a", "b"], q: "x y", due: undefined }).toString()).toBe("team=a&team=b&q=x+y");
  });
  it.each([
    [undefined, "amount", "amount"],
    ["amount", "amount", "-amount"],
    ["-amount", "amount", "amount"],
    ["updated", "amount", "amount"],
  ])("%s, and %s pressed, is ordered by %s", (sort, key, next) => {
    expect(turned(sort, key)).toBe(next);
  });
  it.each([
    ["amount", true, "descending"],
    ["-amount", true, "ascending"],
    ["amount", false, "ascending"],
    ["title", true, undefined],
  ] as const)("%s says which way it runs", (sort, descending, way) => {
    expect(wayOf(sort, "amount", descending)).toBe(way);
  });
  it("knows a view again, in whatever order its filters came", () => {
    const view = { id: "v", filters: { team: ["a", "b"], sort: "amount", columns: ["title", "team"] } };

    expect(isView({ columns: ["title", "team"], sort: "amount", team: ["b", "a"], view: "v" }, view)).toBe(
      true,
    );
    expect(isView({ columns: ["team", "title"], sort: "amount", team: ["b", "a"] }, view)).toBe(false);
    expect(isView({ sort: "amount", team: ["a"] }, view)).toBe(false);
  });
});

describe("columns of shares", () => {
  it("are all that the history tells; when it was asked only where there is room", () => {
    expect(shownShareColumns(undefined, false)).toEqual(SHARE_COLUMNS.filter((key) => key !== "asked"));
    expect(shownShareColumns(undefined, true)).toEqual(SHARE_COLUMNS);
  });
  it("are those that were chosen, the opportunity first, and nothing that there isn't", () => {
    expect(shownShareColumns(["state", "title", "with", "state"], true)).toEqual([
      "opportunity",
      "state",
      "with",
    ]);
  });
});

describe("columns", () => {
  it("begin with the name, come once, and are known", () => {
    expect(shownColumns(["team", "attributes.hull", "odd", "team"])).toEqual([
      "title",
      "team",
      "attributes.hull",
    ]);
    expect(shownColumns(undefined)).toEqual(USUAL);
  });
  it("leave the house under the names that an export has", () => {
    expect(exported(["title", "amount", "access_ends_at", "contact"])).toEqual([
      "title",
      "contact",
      "amount",
      "currency",
    ]);
  });
  it.each([
    ["team", "number", ["title", "team", "number", "owner"]],
    ["number", null, ["title", "owner", "team", "number"]],
  ])("%s is put before %s", (id, before, order) => {
    expect(placed(["title", "number", "owner", "team"], id, before)).toEqual(order);
  });
});

describe("choosing rows", () => {
  const rows = ["a", "b", "c", "d", "e"];
  const ids = (selection: { ids: ReadonlySet<string> }) => [...selection.ids].sort().join("");

  it("draws a range with Shift from where it began, and draws it back again", () => {
    const one = toggle(standOn(NOTHING, "b"), "b");
    const more = extend(extend(one, rows, "c"), rows, "d");

    expect(ids(more)).toBe("bcd");
    expect(ids(extend(more, rows, "c"))).toBe("bc");
    expect(ids(extend(more, rows, "a"))).toBe("ab");
  });
  it("keeps what was chosen elsewhere", () => {
    expect(ids(extend(toggle(toggle(NOTHING, "e"), "a"), rows, "b"))).toBe("abe");
  });
  it("begins a range where the arrows stand", () => {
    expect(ids(extend(standOn(NOTHING, "c"), rows, "d"))).toBe("cd");
  });
  it("takes all that is loaded to what is chosen already, and gives all back", () => {
    const all = chooseAll(toggle(NOTHING, "z"), rows);

    expect(ids(all)).toBe("abcdez");
    expect(chooseNone(all).ids.size).toBe(0);
  });
});

describe("rows under somebody's pointer", () => {
  const row = (id: string, n = 0) => ({ id, n });
  const keyOf = (one: { id: string }) => one.id;

  it("keep their places, and say what is new about them", () => {
    const fresh = [row("c", 2), row("a"), row("b")];

    expect(steady(["a", "b", "c"], fresh, keyOf)).toEqual({
      rows: [row("a"), row("b"), row("c", 2)],
      waiting: true,
    });
  });
  it("let new ones wait above, and grow below", () => {
    const grown = [row("a"), row("b"), row("c"), row("d")];

    expect(steady(["a", "b"], grown, keyOf)).toEqual({ rows: grown, waiting: false });
    expect(steady(["a", "b"], [row("x"), ...grown], keyOf)).toEqual({ rows: grown, waiting: true });
  });
  it("leave when they are gone", () => {
    expect(steady(["a", "b", "c"], [row("a"), row("c")], keyOf)).toEqual({
      rows: [row("a"), row("c")],
      waiting: false,
    });
  });
});

describe("a list that is read anew", () => {
  const all = Array.from({ length: 900 }, (_, n) => ({ id: String(n) }));
  const read = async ({ limit, cursor = "0" }: { limit: number; cursor?: string }) => {
    const from = Number(cursor);
    return {
      items: all.slice(from, from + limit),
      next_cursor: from + limit < all.length ? String(from + limit) : null,
      total: all.length,
    };
  };
  it.each([
    [undefined, 60],
    [40, 60],
    [250, 250],
    [600, 600],
    [850, 850],
  ])("after %s rows is %s long", async (before, long) => {
    const old =
      before === undefined
        ? undefined
        : { items: all.slice(0, before), next_cursor: String(before), total: 900 };

    const now = await again(old, read);

    expect(now.items).toEqual(all.slice(0, long));
    expect(now.next_cursor).toBe(String(long));
  });
});

describe("many at once", () => {
  it("go in pieces, and halt between two of them", async () => {
    const seen: number[] = [];

    const results = await inPieces(piecesOf([1, 2, 3, 4, 5], 2), async (piece) => piece.length, {
      done: (now) => seen.push(now.length),
      stopped: () => seen.length === 2,
    });

    expect(results).toEqual([2, 2]);
    expect(seen).toEqual([1, 2]);
  });
  it("go on where they stopped", async () => {
    const places: number[] = [];

    await inPieces(piecesOf([1, 2, 3], 1), async (_, place) => places.push(place), {
      done: () => undefined,
      from: [0],
    });

    expect(places).toEqual([1, 2]);
  });
  it("are summed up by reason, the most frequent first", () => {
    const one = (id: string, code: string | null) => ({ id, code, reason: code && `${code}!` });

    expect(sumUp([one("a", null), one("b", "odd"), one("c", "incomplete"), one("d", "incomplete")])).toEqual({
      changed: ["a"],
      incomplete: 2,
      refused: [
        { code: "incomplete", reason: "incomplete!", ids: ["c", "d"] },
        { code: "odd", reason: "odd!", ids: ["b"] },
      ],
    });
  });
  it("tell by their place which opportunity they were of", () => {
    const error = { code: "not_allowed", detail: "No.", fields: [] };

    expect(
      elementsOf(
        [
          { index: 1, status: "failed", share: null, error },
          { index: 0, status: "completed", share: "s", error: null },
        ],
        ["a", "b"],
      ),
    ).toEqual([
      { id: "b", code: "not_allowed", reason: "No." },
      { id: "a", code: null, reason: null },
    ]);
  });
});

it.each([
  [{}, "a", ["a"]],
  [{ team: ["a"] }, "a", undefined],
  [{ team: ["a"] }, "b", ["a", "b"]],
])("of several, %o with %s is %o", (chosen, value, next) => {
  expect(flipped({ key: "team", label: "", icon: null, options: [] }, chosen, value)).toEqual(next);
});

it("of one, another takes its place", () => {
  const due = { key: "due", label: "", icon: null, single: true, options: [] };

  expect(flipped(due, { due: "today" }, "week")).toBe("week");
  expect(flipped(due, { due: "today" }, "today")).toBeUndefined();
});
