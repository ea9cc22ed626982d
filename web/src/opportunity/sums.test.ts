import { expect, it } from "vitest";
import { sumsOf } from "./sums";

it("adds decimals exactly", () => {
  const sums = sumsOf([
    { amount: "0.1", currency: "EUR" },
    { amount: "0.20", currency: "EUR" },
    { amount: "9007199254740993", currency: "EUR" },
  ]);

  expect(sums).toEqual([{ amount: "9007199254740993.30", currency: "EUR" }]);
});

it("never mixes currencies, and leaves out what has no amount", () => {
  const sums = sumsOf([
    { amount: "5", currency: "JPY" },
    { amount: null, currency: "USD" },
    { amount: "1.50", currency: "EUR" },
    { amount: "2.50", currency: "EUR" },
  ]);

  expect(sums).toEqual([
    { amount: "4.00", currency: "EUR" },
    { amount: "5", currency: "JPY" },
  ]);
});

it("sums nothing to nothing", () => {
  expect(sumsOf([])).toEqual([]);
});
