import { expect, it } from "vitest";
import { currencyChoices, licenceToSend, localeChoices, zoneChoices } from "./words";

it.each([
  [["manager"], true, null],
  [["manager"], false, false],
  [["administrator"], false, null],
  [["administrator"], true, true],
  [["administrator", "professional"], true, null],
  [["lead_generator"], false, null],
] as const)("with the roles %j and a licence %j it sends %j", (roles, licence, sent) => {
  expect(licenceToSend(roles, licence)).toBe(sent);
});

it("offers what is set already, even if it is not on our list", () => {
  expect(localeChoices("gsw-CH", "en").map((x) => x.value)).toContain("gsw-CH");
  expect(zoneChoices("Etc/GMT+3").map((x) => x.value)).toContain("Etc/GMT+3");
});

it("names currencies by their code and in the reader's language", () => {
  expect(currencyChoices("EUR", "es").find((x) => x.value === "USD")?.label).toMatch(/^USD · dólar/);
});
