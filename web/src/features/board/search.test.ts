import { expect, it } from "vitest";
import { filtersOf } from "./filters";
import { boardSearch } from "./search";

it("keeps what it knows and drops the rest", () => {
  const search = boardSearch({
    q: 42,
    due: "today",
    owner: "none",
    closed: "some",
    excluded: "only",
    x: 1,
    team: "",
  });

  expect(search).toEqual({ q: "42", due: "today", owner: "none", excluded: "only" });
});

it("leaves the screen's own state out of a saved view", () => {
  expect(filtersOf({ team: "t", stage: "s", q: "x", closed: "all" })).toEqual({ q: "x", closed: "all" });
});
