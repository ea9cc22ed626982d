import { createInstance } from "i18next";
import { expect, it } from "vitest";
import spanishCore from "@/locales/es.json";
import spanishSetup from "@/locales/setup/es.json";
import { inWords, labelsOf } from "./compare-words";

const spanish = { ...spanishCore, ...spanishSetup };

const i18n = createInstance();
void i18n.init({
  lng: "es",
  fallbackLng: false,
  initAsync: false,
  resources: { es: { translation: spanish } },
});
const attribute = (key: string, label: string) => ({ key, label, type: "text" as const, options: [] });
const layout = (...attributes: ReturnType<typeof attribute>[]) => ({
  sections: [{ name: "Need", attributes }],
});
const labels = labelsOf(
  layout(attribute("budget", "Budget"), attribute("gone", "Gone, alas")),
  layout(attribute("budget", "Cost")),
);

it.each([
  ["required", "budget, gone, contact.email", "Cost, Gone, alas, Correo"],
  ["attributes", "amount", "Importe"],
  ["carry", "unheard_of", "unheard_of"],
  ["roles", "manager, director", "Gerente, Director"],
  ["triggers", "create_account", "Crear cuenta"],
  ["key", "budget", "budget"],
  ["name", "amount, budget", "amount, budget"],
  ["required", "", ""],
])("calls %s %j as people do", (what, said, words) => {
  expect(inWords(i18n.t, labels)(what, said)).toBe(words);
});
