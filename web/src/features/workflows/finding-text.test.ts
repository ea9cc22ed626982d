import { createInstance } from "i18next";
import { expect, it } from "vitest";
import englishCore from "@/locales/en.json";
import spanishCore from "@/locales/es.json";
import englishSetup from "@/locales/setup/en.json";
import spanishSetup from "@/locales/setup/es.json";
import { findingText } from "./finding-text";

const english = { ...englishCore, ...englishSetup };
const spanish = { ...spanishCore, ...spanishSetup };

const say = (lng: "en" | "es", finding: Parameters<typeof findingText>[2]): string => {
  const i18n = createInstance();
  void i18n.init({
    lng,
    fallbackLng: false,
    initAsync: false,
    resources: { en: { translation: english }, es: { translation: spanish } },
    interpolation: { escapeValue: false },
  });
  return findingText(i18n.t, i18n, finding);
};
const found = (code: string, values: Record<string, string | string[]>) => ({
  code,
  values,
  text: "As told",
});

it("says what was found in the reader's language", () => {
  const never = found("required_never_displayed", {
    transition: "Vender",
    attributes: ["Color", "Talla", "Plazo"],
    step: "Pedido",
  });

  expect(say("es", never)).toBe(
    "Vender exige Color, Talla y Plazo, que ningún paso anterior muestra. Haga que Pedido lo muestre, o no lo exija.",
  );
});

it("names roles and triggers as the page does", () => {
  const trigger = { transition: "Vender", trigger: "create_invoice", comes_with: "documents" };
  const roles = { transition: "Vender", roles: ["manager", "director"] };

  expect(say("es", found("trigger_not_available", trigger))).toBe(
    "Vender todavía no puede crear factura: eso llega con los documentos. Quítelo.",
  );
  expect(
    [["administrator"], []].map((others) => say("es", found("role_nobody_holds", { ...roles, others }))),
  ).toEqual([
    "Aquí nadie tiene el rol Gerente o Director, que puede usar Vender. Déselo a alguien, o quítelo.",
    "Aquí nadie tiene el rol Gerente o Director, así que nadie puede usar Vender. Déselo a alguien, o permita otros.",
  ]);
});

it("takes names as they are", () => {
  const odd = "$t(finding.no_entry) {{step}} <b>";

  expect(say("en", found("dead_end", { step: odd }))).toBe(
    `Nothing leads on from ${odd}, and its stage is open. Add a transition, or close the stage.`,
  );
});

it("falls back to the server's words", () => {
  expect(say("es", found("from_tomorrow", { step: "Pedido" }))).toBe("As told");
});
