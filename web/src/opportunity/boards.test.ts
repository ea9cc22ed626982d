import { expect, it } from "vitest";
import type { Board, Card } from "@/lib/types";
import { findCard, keepTails, withCard, withoutCard } from "./boards";

const card = (id: string, more: Partial<Card> = {}): Card => ({
  id,
  number: 1,
  contact: id,
  title: null,
  account: null,
  amount: "10.00",
  currency: "EUR",
  step: "a",
  owner: null,
  follow_up_at: null,
  channel: null,
  revision: 1,
  entered_at: "2026-11-01T00:00:00Z",
  excluded: false,
  move: true,
  source_number: null,
  product: null,
  access_ends_at: null,
  ...more,
});

function board(columns: Record<string, Card[]>, more: Record<string, string | null> = {}): Board {
  const all = Object.values(columns).flat();
  return {
    team: { id: "t", name: "T", deal_amount: true },
    workflow: { id: "w", name: "W", version: 1, mode: "free" },
    now: "2026-11-01T00:00:00Z",
    access_changes_at: null,
    closed: "90",
    count: all.length,
    amounts: [{ currency: "EUR", amount: String(all.length * 10) }],
    people: [],
    moves: {},
    columns: Object.entries(columns).map(([id, cards], position) => ({
      stage: { id, name: id, status: "open", position },
      steps: [{ id, name: id }],
      count: cards.length,
      share: cards.length / all.length,
      amounts: [{ currency: "EUR", amount: String(cards.length * 10) }],
      cards,
      next_cursor: more[id] ?? null,
    })),
  };
}
const ids = (b: Board) => Object.fromEntries(b.columns.map((c) => [c.stage.id, c.cards.map((x) => x.id)]));
const sums = (b: Board) => b.columns.map((c) => [c.count, c.share, c.amounts[0]?.amount]);

it("moves a card to the top of another column, counts and sums following", () => {
  const moved = withCard(
    board({ a: [card("1"), card("2")], b: [card("3"), card("4")] }),
    card("2", { revision: 2 }),
    "b",
  );

  expect(ids(moved)).toEqual({ a: ["1"], b: ["2", "3", "4"] });
  expect(sums(moved)).toEqual([
    [1, 0.25, "10"],
    [3, 0.75, "30"],
  ]);
  expect(moved.count).toBe(4);
});

it("leaves a card in its place when its stage is the same", () => {
  const changed = withCard(
    board({ a: [card("1"), card("2")] }),
    card("2", { revision: 2, amount: "25" }),
    "a",
  );

  expect(ids(changed)).toEqual({ a: ["1", "2"] });
  expect(changed.amounts).toEqual([{ currency: "EUR", amount: "35" }]);
});

it("never shows an older revision over a newer one", () => {
  const before = board({ a: [card("1", { revision: 5 })], b: [] });

  expect(withCard(before, card("1", { revision: 4 }), "b")).toBe(before);
});

it("drops a card", () => {
  const left = withoutCard(board({ a: [card("1"), card("2")] }), "1");

  expect([ids(left), left.count, findCard(left, "1")]).toEqual([{ a: ["2"] }, 1, undefined]);
});

it("keeps what was loaded below the first page when the board is read again", () => {
  const old = board({ a: ["1", "2", "3", "4", "5"].map((id) => card(id)), b: [] }, { a: "after-5" });
  const fresh = board({ a: [card("9"), card("1")], b: [card("4")] }, { a: "after-1" });
  const now = new Map([
    ["3", null],
    ["4", null],
    ["5", { card: card("5", { revision: 2, contact: "five" }), stage: "a", team: "t" }],
  ]);

  const kept = keepTails(old, fresh, now);

  expect(ids(kept)).toEqual({ a: ["9", "1", "2", "5"], b: ["4"] });
  expect(findCard(kept, "5")?.card.contact).toBe("five");
  expect(kept.columns[0]?.next_cursor).toBe("after-5");
});
