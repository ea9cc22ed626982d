import { expect, it } from "vitest";
import { changesOf, nextOf, withoutEnded } from "./ends";

const at = (time: string): number => Date.parse(`2026-11-22T${time.padEnd(8, ":00")}Z`);
const lent = { id: "lent", access_ends_at: "2026-11-22T10:00:00Z" };
const mine = { id: "mine", access_ends_at: null };

it("keeps what is lent until the instant it ends, and not a moment longer (S3)", () => {
  const page = { pages: [{ items: [lent, mine], next_cursor: null }], pageParams: [""] };

  expect(withoutEnded(page, at("09:59:59.999"))).toBe(page);
  expect(withoutEnded(page, at("10:00:00"))).toEqual({
    pages: [{ items: [mine], next_cursor: null }],
    pageParams: [""],
  });
});

it("takes cards out of the columns of a board, and leaves other columns as they are", () => {
  const board = { columns: [{ cards: [mine] }, { cards: [mine, lent] }], count: 3 };

  const left = withoutEnded(board, at("10:00:00"));

  expect(left.columns.map((column) => column.cards)).toEqual([[mine], [mine]]);
  expect(left.columns[0]).toBe(board.columns[0]);
});

it("leaves what was read as one thing to who shows it", () => {
  expect(withoutEnded(lent, at("11:00:00"))).toBe(lent);
});

it.each([
  [{ access_changes_at: "2026-11-22T10:30:00Z", items: [lent] }, "09:00", "10:00"],
  [{ access_changes_at: "2026-11-22T10:30:00Z", items: [lent] }, "10:00", "10:30"],
  [lent, "09:59:59", "10:00"],
])("finds the next change of %o after %s", (data, now, next) => {
  expect(nextOf(changesOf(data), at(now))).toBe(at(next));
});

it("finds none where nothing changes by itself", () => {
  expect(nextOf(changesOf({ items: [mine], note: null }), at("09:00"))).toBe(Number.POSITIVE_INFINITY);
});
