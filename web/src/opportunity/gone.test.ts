import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { ApiError } from "@/lib/client";
import { keys } from "@/lib/keys";
import { forgetWhatHangsOn, isVain, over } from "./gone";

const shares = [...keys.shares, "of", "o1"];
const known = [keys.opportunity("o1"), keys.timeline("o1"), shares, keys.family("o1"), keys.moves("o2")];

function cache(): QueryClient {
  const queries = new QueryClient();
  for (const key of known) queries.setQueryData(key, {});
  return queries;
}

const namesOf = (queries: QueryClient): unknown[] =>
  queries
    .getQueryCache()
    .getAll()
    .map((query) => query.queryKey);

it("asks once whether what was lent is still seen, and for nothing that hangs on it", () => {
  const queries = cache();
  const vain = queries.getQueryCache().findAll({ predicate: (query) => isVain(query, new Set(["o1"])) });

  expect(vain.map((query) => query.queryKey)).toEqual([keys.timeline("o1"), shares, keys.family("o1")]);
});

it("does not ask again for what is known to be gone", async () => {
  const queries = cache();
  const queryFn = () => Promise.reject(new ApiError(404, {}));
  await queries.prefetchQuery({ queryKey: keys.opportunity("o1"), queryFn, retry: false });
  const itself = queries.getQueryCache().find({ queryKey: keys.opportunity("o1") });

  expect(itself && isVain(itself, new Set(["o1"]))).toBe(true);
  expect(itself && isVain(itself, new Set())).toBe(false);
});

it("knows by the clock what is over", () => {
  const queries = cache();
  queries.setQueryData(keys.opportunity("o1"), { access_ends_at: "2026-11-22T10:00:00Z" });
  queries.setQueryData(keys.opportunity("o2"), { access_ends_at: "2026-11-22T10:00:01Z" });

  expect(over(queries, Date.parse("2026-11-22T10:00:00Z"))).toEqual(new Set(["o1"]));
});

it("forgets what hangs on it, and nothing else", () => {
  const queries = cache();

  forgetWhatHangsOn(queries, "o1");

  expect(namesOf(queries)).toEqual([keys.opportunity("o1"), keys.moves("o2")]);
});
