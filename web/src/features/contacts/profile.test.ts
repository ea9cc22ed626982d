import { expect, it } from "vitest";
import type { Contact } from "./api";
import { patchOf, valuesOf } from "./profile";

const mei: Contact = {
  id: "1",
  name: "Mei Tanaka",
  first_name: "Mei",
  last_name: "Tanaka",
  email: "mei@example.com",
  phone: "+81312345678",
  account: { id: "7", name: "Solstice" },
  other_names: [],
  opportunities: 2,
  created_at: "2026-11-21T10:00:00Z",
  revision: 4,
  may: { edit: true, delete: true },
};

it("sends only what changed, and the revision", () => {
  const start = valuesOf(mei);

  expect(patchOf(start, { ...start, last_name: "Sato " }, 4)).toEqual({ revision: 4, last_name: "Sato" });
});

it("empties with null, and names an account by its id", () => {
  const start = valuesOf(mei);
  const mine = { ...start, email: " ", account: { id: "9", name: "Harbor" } };

  expect(patchOf(start, mine, 4)).toEqual({ revision: 4, email: null, account: "9" });
});

it("takes an account away", () => {
  const start = valuesOf(mei);

  expect(patchOf(start, { ...start, account: null }, 4)).toEqual({ revision: 4, account: null });
});

it("shows a whole name that nobody parted", () => {
  expect(valuesOf({ ...mei, first_name: "", last_name: "" })).toMatchObject({
    first_name: "Mei Tanaka",
    last_name: "",
  });
});
