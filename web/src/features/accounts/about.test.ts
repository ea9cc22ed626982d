import { expect, it } from "vitest";
import { patchOf, readableKey, valuesOf, withAttributes } from "./about";
import type { Account } from "./api";

const harbor: Account = {
  id: "1",
  name: "Harbor",
  parent: { id: "9", name: "Coast Group" },
  children: [],
  attributes: { sector: "marine", employees: 40, listed: false },
  contacts: 3,
  opportunities: 2,
  created_at: "2026-11-21T10:00:00Z",
  revision: 7,
  may: { edit: true },
};
const start = valuesOf(harbor);
const lines = [
  { key: "sector", value: "marine" },
  { key: "employees", value: "40" },
  { key: "listed", value: "false" },
];

it("sends nothing but the revision when nothing changed", () => {
  expect(patchOf(start, withAttributes(start, lines), 7)).toEqual({ revision: 7 });
});

it("sends a changed, a new and a removed attribute, and no other", () => {
  const mine = withAttributes(start, [
    { key: "sector", value: "shipping" },
    { key: "employees", value: "40" },
    { key: " city ", value: "Bergen" },
    { key: "", value: "lost" },
  ]);

  expect(patchOf(start, mine, 7)).toEqual({
    revision: 7,
    attributes: { sector: "shipping", city: "Bergen", listed: null },
  });
});

it("takes the parent away", () => {
  expect(patchOf(start, { ...start, parent: null }, 7)).toEqual({ revision: 7, parent: null });
});

it("reads an import's key as words", () => {
  expect(readableKey("year_established")).toBe("Year established");
});
