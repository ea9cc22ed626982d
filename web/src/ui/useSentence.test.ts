import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderHook } from "@testing-library/react";
import i18n from "i18next";
import { createElement, type ReactNode } from "react";
import { initReactI18next } from "react-i18next";
import { expect, it } from "vitest";
import english from "@/locales/en.json";
import spanish from "@/locales/es.json";
import { useSentence } from "./useSentence";

const queries = new QueryClient({ defaultOptions: { queries: { enabled: false } } });
const around = ({ children }: { children: ReactNode }) =>
  createElement(QueryClientProvider, { client: queries }, children);

it.each([
  ["en", "create_account", true, "Set off: create account – made anew"],
  ["en", "create_contact", false, "Set off: create contact – was there already"],
  ["es", "create_account", true, "Acción: crear cuenta – registro nuevo"],
  ["es", "create_contact", false, "Acción: crear contacto – ya existía"],
])("tells in %s what %s made (%s)", async (lng, trigger, made, told) => {
  await i18n.use(initReactI18next).init({
    lng,
    fallbackLng: false,
    resources: { en: { translation: english }, es: { translation: spanish } },
    interpolation: { escapeValue: false },
  });
  const { result } = renderHook(useSentence, { wrapper: around });

  const values = { trigger, made, made_id: "0192a000-0000-7000-8000-00000000000a" };

  expect(result.current({ key: "opportunity.triggered", values }, "event")).toBe(told);
});
