import i18n from "i18next";
import { initReactI18next } from "react-i18next";

export const LANGUAGES = { en: "English", es: "Español" } as const;
export type Language = keyof typeof LANGUAGES;
const KEPT = "handsel.language";

const files = import.meta.glob<Record<string, unknown>>("../locales/**/*.json", { import: "default" });
/** What the pages that were opened say, as folders of words: everybody's words, then those of set-up. */
const parts = new Set([""]);
const isLanguage = (value: string | null | undefined): value is Language => !!value && value in LANGUAGES;

const loaded = new Set<string>();
async function load(language: Language): Promise<void> {
  const wanted = [...parts].map((part) => `../locales/${part}${language}.json`);
  await Promise.all(
    wanted.map(async (name) => {
      const file = files[name];
      if (!file || loaded.has(name)) return;
      i18n.addResourceBundle(language, "translation", await file(), true);
      loaded.add(name);
    }),
  );
}

/** For pages that few open: their words come with them, in the language in use and in each that is chosen later. */
export async function speakOf(part: string): Promise<void> {
  parts.add(`${part}/`);
  await load(i18n.language as Language);
}

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
