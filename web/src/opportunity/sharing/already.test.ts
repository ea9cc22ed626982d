import type { TFunction } from "i18next";
import { expect, it } from "vitest";
import { alreadyWords } from "./already";
import type { Access, Preview } from "./shapes";

type Already = NonNullable<Preview["already"]>;

const t = ((key: string, values: { time?: string } = {}) =>
  [key.replace("share.already_", ""), values.time].filter(Boolean).join(" ")) as unknown as TFunction;
const words = (already: Already, access: Access, until: string | null = "2026-11-25T10:00:00Z"): string =>
  alreadyWords(already, { name: "Mei", access, until, t, shortDateTime: (iso) => iso.slice(8, 10) });

it.each<[Already["level"], string | null, Access, string]>([
  ["work", null, "modify", "work enough"],
  ["view", null, "view", "view enough"],
  ["view", null, "modify", "view"],
  ["modify", "2026-11-25T10:00:00Z", "view", "modify_until 25 enough"],
  ["modify", "2026-11-24T10:00:00Z", "view", "modify_until 24"],
  ["view", "2026-11-26T10:00:00Z", "modify", "view_until 26"],
])("who has %s until %s already is told what %s would add", (level, until, access, said) => {
  expect(words({ level, until }, access)).toBe(said);
});

it("does not say that it would give nothing more where nobody knows until when it would last", () => {
  expect(words({ level: "view", until: "2026-11-26T10:00:00Z" }, "view", null)).toBe("view_until 26");
});
