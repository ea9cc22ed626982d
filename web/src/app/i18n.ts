import i18n from "i18next";
import { initReactI18next } from "react-i18next";
import { load } from "@/lib/words";

export const LANGUAGES = { en: "English", es: "Español" } as const;
export type Language = keyof typeof LANGUAGES;
const KEPT = "handsel.language";

const isLanguage = (value: string | null | undefined): value is Language => !!value && value in LANGUAGES;

/** Changes the page's language and remembers it on this device. */
export async function speak(language: Language): Promise<void> {
  await load(language);
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
  localStorage.setItem(KEPT, language);
}

/** Only the language in use is fetched; English is not kept as a spare, since a test proves every key in each. */
export async function startI18n(): Promise<void> {
  const wanted = [localStorage.getItem(KEPT), navigator.language.slice(0, 2)].find(isLanguage) ?? "en";
  await i18n.use(initReactI18next).init({
    lng: wanted,
    fallbackLng: false,
    resources: {},
    interpolation: { escapeValue: false },
    react: { bindI18nStore: "added" },
  });
  await load(wanted);
  document.documentElement.lang = wanted;
}
